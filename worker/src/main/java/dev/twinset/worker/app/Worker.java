package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.Version;
import dev.twinset.contract.EventCodec;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import dev.twinset.worker.decode.DecodeGuard;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.kafka.KafkaWorker;
import dev.twinset.worker.kafka.Observability;
import dev.twinset.worker.kafka.PipelineSettings;
import dev.twinset.worker.reference.ImageReferences;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: builds one worker from its configuration and runs it. */
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final WorkerConfig config;
    private final DecodeGuard guard;
    private final CnnFeatureExtractor extractor;
    private final ImageReferences references;
    private final Operations operations;
    private final KafkaWorker kafka;

    private Worker(WorkerConfig config, Clock clock, ModelBundle bundle) {
        this.config = requireNonNull(config, "config is null");
        ClientConfig clients = config.clients(bundle.modelId());
        this.operations = new Operations(config, clock, new WorkerHealth(clients.maxPollInterval(), System::nanoTime));
        Observability instruments = operations.instruments();
        this.guard =
                DecodeGuard.open(config.dataDir().resolve("decode"), DecodeGuard.LIMIT, clock, instruments.metrics());
        this.extractor = CnnFeatureExtractor.open(bundle, config.extractThreads(), config.imageLimits(), guard);
        instruments
                .metrics()
                .describe(
                        Version.number(),
                        extractor.modelId(),
                        config.workerId(),
                        extractor.kernels().oneDnn());
        EventCodec codec = new EventCodec(config.topics(), clock, "/twinset/worker/" + config.workerId());
        String session = config.workerId() + "-" + Long.toString(clock.millis(), Character.MAX_RADIX);
        PipelineSettings settings = new PipelineSettings(
                config.topics(),
                config.dataDir(),
                config.anyPartition(),
                config.answerOptions(),
                config.standing(),
                session,
                config.batchRecords(),
                config.batchLinger(),
                config.pipelineDepth(),
                config.fenceTimeout(),
                config.syncInterval(),
                config.engine());
        this.references = new ImageReferences(
                config.references().source(), config.references().timeout());
        this.kafka = new KafkaWorker(clients, settings, codec, extractor, references, guard, instruments, clock);
    }

    /** @throws IOException if the model bundle cannot be used */
    public static Worker create(WorkerConfig config, Clock clock) throws IOException {
        return new Worker(config, clock, ModelBundle.open(config.model()));
    }

    /**
     * Answers events until stopped.
     *
     * @throws dev.twinset.worker.kafka.WorkerException if the worker cannot start or cannot go on
     */
    public void run() throws IOException {
        operations.start("twinset worker " + config.workerId() + ", model " + extractor.modelId() + ", version "
                + Version.number());
        kafka.run(() -> log.info("twinset worker ready: {}, model {}", config.workerId(), extractor.modelId()));
    }

    /** Where metrics and health are served; empty if nowhere, or not yet. Any thread. */
    public Optional<String> address() {
        return operations.address();
    }

    /** Stops after what is in flight is committed, and waits for that; false if it takes longer. Any thread. */
    public boolean stop(Duration timeout) throws InterruptedException {
        kafka.stop();
        boolean ended = kafka.awaitEnd(timeout);
        if (ended) { // here and not behind run(): the program may end before that goes on
            log.info("stopped: {}", operations.line());
        }
        return ended;
    }

    @Override
    public void close() {
        operations.close();
        extractor.close();
        references.close();
        guard.close();
    }
}
