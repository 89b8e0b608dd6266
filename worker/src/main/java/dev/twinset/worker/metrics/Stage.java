package dev.twinset.worker.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;

/** What a worker times, in the order in which an event meets it. */
enum Stage {
    DECODE("decode", "one image: checks, decoding, resizing; on each of the extraction's threads"),
    FORWARD("forward", "one pass of the network over up to 16 images; on each of the extraction's threads"),
    EXTRACT("extract", "one batch: its images decoded and embedded, on all threads"),
    FENCE("fence", "one batch: waiting for what was committed before its search"),
    SEARCH("search", "one batch: its search over all items"),
    COMMIT("commit", "one batch: its transaction, aborted ones included"),
    LATENCY("latency", "one event: from its record's time to the commit of its answer, withdrawal or dead letter"),
    ENGINE_SEARCH("engine.search", "one request for the searches of a batch, if OpenSearch holds the features"),
    ENGINE_WRITE("engine.write", "writing features, or showing what was written, if OpenSearch holds them");

    /** Seconds: a stage is a matter of milliseconds, the latency of a backlog one of hours. */
    private static final double[] STEPS = {.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
    };

    private static final double[] LONG_STEPS = {.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600};

    private final String word;
    private final String description;

    Stage(String word, String description) {
        this.word = word;
        this.description = description;
    }

    String word() {
        return word;
    }

    String meter() {
        return "twinset." + word;
    }

    String description() {
        return description;
    }

    /** Upper ends of the histogram's buckets. */
    Duration[] buckets() {
        return DoubleStream.of(this == LATENCY ? LONG_STEPS : STEPS)
                .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .toArray(Duration[]::new);
    }
}
