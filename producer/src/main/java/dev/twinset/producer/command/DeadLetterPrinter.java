package dev.twinset.producer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.producer.rejected.DeadLetter;
import dev.twinset.producer.rejected.ReasonAdvice;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Dead letters as text for people and as JSON for machines. Untrusted text is escaped in both. */
final class DeadLetterPrinter {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String HEADER_FORMAT = "%-19s  %-10s  %-20s  %-16s  %s";

    private DeadLetterPrinter() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** One line of ASCII: nothing in it can steer a terminal. */
    static String line(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers cannot be written", e);
        }
    }

    static String columns() {
        return String.format(Locale.ROOT, HEADER_FORMAT, "rejected (UTC)", "position", "reason", "item", "detail");
    }

    /** One line. */
    static String row(DeadLetter letter, boolean redriven) {
        String time = TIME.format(letter.timestamp());
        String position = letter.position();
        String item = Terminal.escape(item(letter));
        if (letter.image().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    HEADER_FORMAT,
                    time,
                    position,
                    "(no dead letter)",
                    item,
                    Terminal.escape(letter.fault()));
        }
        RejectedImage image = letter.image().get();
        String notes =
                (image.replays() > 0 ? " (replay " + image.replays() + ")" : "") + (redriven ? " (redriven)" : "");
        return String.format(
                Locale.ROOT,
                HEADER_FORMAT,
                time,
                position,
                image.rejection().reason(),
                item,
                Terminal.escape(image.rejection().detail()) + notes);
    }

    /** A record may have no key, or a blank one. */
    private static String item(DeadLetter letter) {
        return letter.item().isBlank() ? "(no id)" : letter.item();
    }

    /** All that the list knows. */
    static ObjectNode json(DeadLetter letter, boolean redriven) {
        ObjectNode json = object();
        json.put("position", letter.position());
        json.put("time", letter.timestamp().toString());
        json.put("itemId", letter.item());
        if (letter.image().isEmpty()) {
            return json.put("fault", letter.fault());
        }
        RejectedImage image = letter.image().get();
        json.put("eventId", image.eventId());
        json.put("reason", image.rejection().reason().name());
        json.put("detail", image.rejection().detail());
        json.putObject("origin")
                .put("topic", image.topic())
                .put("partition", image.partition())
                .put("offset", image.offset());
        json.put("bytes", letter.bytes());
        json.put("bytesKept", image.image().isPresent() || image.tombstone());
        json.put("headersKept", image.headersKept());
        json.put("sha256", image.sha256());
        json.put("replays", image.replays());
        json.put("redriven", redriven);
        json.put("mendable", ReasonAdvice.of(image.rejection().reason()).retryable());
        return json;
    }

    /** All that there is, for a machine. */
    static ObjectNode wholeJson(DeadLetter letter, boolean redriven, Optional<String> obstacle) {
        ObjectNode json = json(letter, redriven);
        letter.image().ifPresent(image -> {
            ReasonAdvice advice = ReasonAdvice.of(image.rejection().reason());
            json.put("cause", advice.cause());
            json.put("action", advice.action());
            ArrayNode headers = json.putArray("headers");
            image.headers()
                    .forEach(header ->
                            headers.addObject().put("name", header.name()).put("value", text(header)));
        });
        obstacle.ifPresent(why -> json.put("obstacle", why));
        return json;
    }

    /** All that there is, for a person: a line each. */
    static String whole(DeadLetter letter, boolean redriven, Optional<String> obstacle) {
        StringBuilder text = new StringBuilder();
        line(text, "dead letter", letter.position() + ", rejected " + letter.timestamp());
        line(text, "item", item(letter));
        if (letter.image().isEmpty()) {
            line(text, "fault", letter.fault());
            return text.toString();
        }
        RejectedImage image = letter.image().get();
        ReasonAdvice advice = ReasonAdvice.of(image.rejection().reason());
        line(text, "event", image.eventId());
        line(text, "reason", image.rejection().reason().name());
        line(text, "detail", image.rejection().detail());
        line(text, "cause", advice.cause());
        line(text, "what to do", advice.action());
        line(text, "came from", image.topic() + "-" + image.partition() + "@" + image.offset());
        line(text, "value", value(letter, image));
        line(text, "sha256", image.sha256());
        line(text, "replays", Integer.toString(image.replays()));
        line(text, "redriven", redriven ? "yes" : "no");
        line(text, "redrive", obstacle.map(why -> "impossible: " + why).orElseGet(() -> redrive(advice)));
        line(text, "headers", image.headersKept() ? image.headers().size() + " of the original" : "too large to keep");
        image.headers().forEach(header -> line(text, "  " + header.name(), text(header)));
        return text.toString();
    }

    private static String redrive(ReasonAdvice advice) {
        return advice.retryable()
                ? "helps once the cause is fixed"
                : "does not help by itself; only if its reason is named";
    }

    private static String value(DeadLetter letter, RejectedImage image) {
        if (image.tombstone()) {
            return "none: it deletes the item";
        }
        return image.image().isPresent() ? letter.bytes() + " bytes, kept" : "too large to keep";
    }

    private static String text(EventHeader header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", Terminal.escape(name), Terminal.escape(value)));
    }
}
