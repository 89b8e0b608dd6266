package dev.twinset.producer.gallery.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The live stream: at most a few answers a second, the last of them kept for browsers that connect later. Never waits
 * for a browser: one that does not keep up is disconnected. Any thread.
 */
public final class EventStream {
    private static final int KEPT = 48;
    private static final int BURST = 24;
    private static final long NANOS_PER_SHOWN = 250_000_000L;
    private static final int AWAITED = 64;

    /** A browser that receives the stream. */
    interface Listener {
        /** @return false if it does not keep up; it receives nothing more */
        boolean hear(ServerSentEvent message);
    }

    private final String session;
    private final LongSupplier nanoTime;
    private final Deque<ServerSentEvent> kept = new ArrayDeque<>();
    private final Set<Listener> listeners = new HashSet<>();
    private final Set<String> awaited = new LinkedHashSet<>();
    private long last;
    private long nextShown;

    /** @param session differs from that of any gallery before */
    public EventStream(String session, LongSupplier nanoTime) {
        this.session = session;
        this.nanoTime = nanoTime;
        this.nextShown = nanoTime.getAsLong();
    }

    String session() {
        return session;
    }

    /** Whether the next answer may be shown; if so it counts as shown. Called before the answer is rendered. */
    public synchronized boolean admits(String itemId) {
        if (awaited.remove(itemId)) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - nextShown < 0) {
            return false;
        }
        nextShown = Math.max(nextShown, now - BURST * NANOS_PER_SHOWN) + NANOS_PER_SHOWN;
        return true;
    }

    /** The item was uploaded on this page, so its answer is always shown. */
    public synchronized void await(String itemId) {
        awaited.add(itemId);
        if (awaited.size() > AWAITED) {
            awaited.remove(awaited.iterator().next());
        }
    }

    /** Sends to all listeners and keeps it for later ones. */
    public synchronized void publish(String type, JsonNode data) {
        ServerSentEvent message = new ServerSentEvent(++last, type, data);
        kept.addLast(message);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        listeners.removeIf(listener -> !listener.hear(message));
    }

    /** Sends to the current listeners only. */
    public synchronized void tell(String type, JsonNode data) {
        ServerSentEvent message = new ServerSentEvent(0, type, data);
        listeners.removeIf(listener -> !listener.hear(message));
    }

    /**
     * Begins with the events that the listener has missed: one by one if its last event is still kept, otherwise all
     * kept events at once, replacing what it shows.
     *
     * @param heard the id of the last message it heard, or anything
     */
    synchronized void join(Listener listener, String heard) {
        List<ServerSentEvent> missed = new ArrayList<>();
        kept.stream().filter(message -> message.number() > number(heard)).forEach(missed::add);
        boolean goesOn = number(heard) >= last - kept.size() && number(heard) <= last;
        boolean keepsUp = true;
        if (goesOn) {
            for (ServerSentEvent message : missed) {
                keepsUp = keepsUp && listener.hear(message);
            }
        } else {
            keepsUp = listener.hear(recent());
        }
        if (keepsUp) {
            listeners.add(listener);
        }
    }

    synchronized void leave(Listener listener) {
        listeners.remove(listener);
    }

    private ServerSentEvent recent() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        var messages = all.putArray("messages");
        for (ServerSentEvent message : kept) {
            messages.addObject().put("type", message.type()).set("data", message.data());
        }
        return new ServerSentEvent(last, "recent", all);
    }

    /** @return -1 if it is not a number of this session */
    private long number(String heard) {
        String prefix = session + ":";
        if (!heard.startsWith(prefix) || !heard.substring(prefix.length()).matches("[0-9]{1,18}")) {
            return -1;
        }
        return Long.parseLong(heard.substring(prefix.length()));
    }
}
