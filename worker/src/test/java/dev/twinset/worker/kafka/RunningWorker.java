package dev.twinset.worker.kafka;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.decode.DecodeGuard;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.reference.ImageReferences;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A worker in this JVM, with a fake extractor, on a thread of its own. */
final class RunningWorker implements AutoCloseable {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KafkaWorker worker;
    private final WorkerHealth health;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    RunningWorker(TestShop shop, String bootstrap, String id, Path directory, FeatureExtractor extractor) {
        this(shop, bootstrap, id, directory, extractor, Clock.systemUTC());
    }

    /** @param clock by which the worker judges how old its copy of the log is */
    RunningWorker(TestShop shop, String bootstrap, String id, Path directory, FeatureExtractor extractor, Clock clock) {
        this(
                shop,
                clients(shop, Map.of("bootstrap.servers", bootstrap), extractor.modelId(), id),
                directory,
                extractor,
                clock);
    }

    /** The settings of a worker in {@link TestShop#group}. */
    static ClientConfig clients(TestShop shop, Map<String, String> settings, String id) {
        return clients(shop, settings, "fake", id);
    }

    static ClientConfig clients(TestShop shop, Map<String, String> settings, String modelId, String id) {
        return new ClientConfig(settings, shop.topics.images(), modelId, id);
    }

    RunningWorker(TestShop shop, ClientConfig clients, Path directory, FeatureExtractor extractor, Clock clock) {
        this(
                shop,
                clients,
                directory,
                extractor,
                ImageReferences.off(),
                clock,
                new WorkerHealth(clients.maxPollInterval(), System::nanoTime));
    }

    RunningWorker(
            TestShop shop,
            ClientConfig clients,
            Path directory,
            FeatureExtractor extractor,
            ImageReferences references,
            Clock clock,
            WorkerHealth health) {
        this.health = health;
        String id = clients.workerId();
        PipelineSettings settings = new PipelineSettings(
                shop.topics,
                directory.resolve(id),
                false,
                AnswerOptions.DEFAULT,
                shop.standing,
                id + "-" + Long.toString(clock.millis(), Character.MAX_RADIX),
                32,
                Duration.ofMillis(5),
                3,
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                shop.engine);
        worker = new KafkaWorker(
                clients,
                settings,
                shop.codec,
                extractor,
                references,
                DecodeGuard.none(),
                new Observability(new WorkerMetrics(registry, clock), health, ClientListener.NONE),
                clock);
        Thread thread = new Thread(this::run, id);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            worker.run(() -> ready.complete(null));
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            ready.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    RunningWorker awaitReady() {
        ready.orTimeout(30, TimeUnit.SECONDS).join();
        return this;
    }

    /** Why it takes no events, if it does not. */
    List<String> notReady() {
        return health.notReady();
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Completes when the worker ends; exceptionally with its fault. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        worker.stop();
        ended.orTimeout(15, TimeUnit.SECONDS).join();
    }
}
