package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.DaemonThreads;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.LogTail;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.vision.layout.TSne;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue as a map of its look: items whose features are near lie near. Reads the changelog of the model that
 * answered last, once, when a visitor asks for a map, and lays out a sample of it on a thread of its own. Any thread.
 */
final class LookMap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LookMap.class);

    /** Fewer have no look. */
    private static final int LEAST = 10;

    /** Laid out within some ten seconds on one core. */
    private static final int MOST = 3_000;

    private static final long SEED = 1;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> client;
    private final Topics topics;
    private final ItemIndex index;
    private final JsonViews views;
    private final FollowerStats pulse;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("gallery-map"));
    private State state = new State(Phase.NONE, 0, 0, "");
    private Optional<ObjectNode> map = Optional.empty();

    private enum Phase {
        NONE,
        READING,
        DRAWING,
        DRAWN,
        FAILED
    }

    /**
     * @param done records that were read, or steps of the layout
     * @param fault why there is no map, else empty
     */
    private record State(Phase phase, long done, long of, String fault) {
        boolean isBusy() {
            return phase == Phase.READING || phase == Phase.DRAWING;
        }
    }

    LookMap(
            Map<String, Object> client,
            Topics topics,
            ItemIndex index,
            JsonViews views,
            FollowerStats pulse,
            Clock clock) {
        this.client = client;
        this.topics = topics;
        this.index = index;
        this.views = views;
        this.pulse = pulse;
        this.clock = clock;
    }

    /** How far the map is; with its items once it is drawn. */
    synchronized ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("state", state.phase().name().toLowerCase(Locale.ROOT))
                .put("done", state.done())
                .put("of", state.of());
        if (state.phase() == Phase.FAILED) {
            view.put("fault", state.fault());
        }
        if (state.phase() == Phase.DRAWN) {
            map.ifPresent(view::setAll);
        }
        return view;
    }

    /** Begins a new map, unless one is begun. */
    synchronized ObjectNode draw() {
        if (!state.isBusy()) {
            state = new State(Phase.READING, 0, 0, "");
            Future<?> unused = thread.submit(this::run);
        }
        return view();
    }

    private void run() {
        try {
            String model = pulse.read()
                    .model()
                    .orElseThrow(() -> new IOException("there is no answer yet, so there is nothing to draw"));
            FeatureSample sample = sample(topics.features(model));
            List<String> ids = sample.ids();
            if (ids.size() < LEAST) {
                throw new IOException("a map needs " + LEAST + " items at least, and there are " + ids.size());
            }
            double[][] places =
                    TSne.of(sample.values(), sample.dimension(), SEED, step -> become(Phase.DRAWING, step, TSne.STEPS));
            finish(ids, places, model);
        } catch (IOException e) {
            LOG.info("there is no map: {}", e.getMessage());
            fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("the gallery is closing");
        } catch (RuntimeException e) {
            LOG.error("the map failed", e);
            fail("a fault of twinset; its log says more");
        }
    }

    private FeatureSample sample(String topic) throws IOException, InterruptedException {
        FeatureSample sample = new FeatureSample(topics, MOST);
        try (LogTail log = LogTail.open(client, Map.of(topic, LogTail.ALL))) {
            long all = log.behind();
            while (!log.atEnd()) {
                for (EventRecord record : log.poll(POLL)) {
                    sample.take(record);
                }
                become(Phase.READING, all - log.behind(), all);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return sample;
    }

    private synchronized void become(Phase phase, long done, long of) {
        state = new State(phase, done, of, "");
    }

    private synchronized void fail(String fault) {
        state = new State(Phase.FAILED, 0, 0, fault);
    }

    private synchronized void finish(List<String> ids, double[][] places, String model) {
        ObjectNode drawn = JsonNodeFactory.instance
                .objectNode()
                .put("at", clock.millis())
                .put("model", model)
                .put("items", index.answered());
        ArrayNode points = drawn.putArray("points");
        for (int i = 0; i < ids.size(); i++) {
            // deleted meanwhile, or not followed yet
            if (index.find(ids.get(i)).isPresent()) {
                points.add(views.item(ids.get(i)).put("x", (float) places[0][i]).put("y", (float) places[1][i]));
            }
        }
        map = Optional.of(drawn);
        state = new State(Phase.DRAWN, 0, 0, "");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
