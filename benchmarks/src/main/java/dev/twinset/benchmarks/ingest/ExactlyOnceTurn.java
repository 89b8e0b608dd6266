package dev.twinset.benchmarks.ingest;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.decode.DecodeGuard;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.kafka.KafkaWorker;
import dev.twinset.worker.kafka.Observability;
import dev.twinset.worker.kafka.PipelineSettings;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.reference.ImageReferences;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The worker itself, on a backlog. */
final class ExactlyOnceTurn {
    private final Backlog backlog;
    private final KafkaWorker worker;
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());

    ExactlyOnceTurn(Backlog backlog, FeatureExtractor extractor, Path directory) {
        this.backlog = backlog;
        String name = backlog.topics().images();
        worker = new KafkaWorker(
                new ClientConfig(Map.of("bootstrap.servers", backlog.bootstrap()), name, extractor.modelId(), "bench"),
                new PipelineSettings(
                        backlog.topics(),
                        directory.resolve(name),
                        false,
                        AnswerOptions.DEFAULT,
                        Optional.empty(),
                        "bench",
                        256,
                        Duration.ZERO,
                        3,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Optional.empty()),
                new EventCodec(backlog.topics(), Clock.systemUTC(), "/bench"),
                extractor,
                ImageReferences.off(),
                DecodeGuard.none(),
                Observability.of(metrics),
                Clock.systemUTC());
    }

    double imagesPerSecond() throws InterruptedException {
        Thread thread = new Thread(this::run, "exactly-once");
        thread.start();
        try {
            return Turn.imagesPerSecond(backlog.items(), () -> (long) metrics.answeredEvents());
        } finally {
            worker.stop();
            thread.join();
        }
    }

    private void run() {
        try {
            worker.run(() -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
