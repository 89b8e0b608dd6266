package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.vision.CnnFeatureExtractor;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.ModelBundle;
import dev.twinset.worker.kafka.CorridorSettings;
import dev.twinset.worker.kafka.KafkaWorker;
import dev.twinset.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: builds one worker from its configuration and runs it. */
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    private final WorkerConfig config;
    private final FeatureExtractor extractor;
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
    private final KafkaWorker kafka;

    private Worker(WorkerConfig config, Clock clock, FeatureExtractor extractor) {
        this.config = requireNonNull(config, "config is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        EventCodec codec = new EventCodec(config.topics(), clock, "/twinset/worker/" + config.workerId());
        String session = config.workerId() + "-" + Long.toString(clock.millis(), Character.MAX_RADIX);
        CorridorSettings settings = new CorridorSettings(
                config.topics(),
                config.dataDir(),
                session,
                config.batchRecords(),
                config.batchLinger(),
                config.pipelineDepth(),
                config.fenceTimeout(),
                config.syncInterval());
        this.kafka = new KafkaWorker(config.clients(extractor.modelId()), settings, codec, extractor, metrics, clock);
    }

    /** @throws IOException if the model bundle cannot be used */
    public static Worker create(WorkerConfig config, Clock clock) throws IOException {
        ModelBundle bundle =
                config.model().isPresent() ? ModelBundle.read(config.model().get()) : ModelBundle.standard();
        return new Worker(
                config, clock, CnnFeatureExtractor.open(bundle, config.extractThreads(), config.imageLimits()));
    }

    /**
     * Answers events until stopped.
     *
     * @throws dev.twinset.worker.kafka.WorkerFault if the worker cannot start or cannot go on
     */
    public void run() throws IOException {
        Timer reporter = new Timer("report", true);
        try {
            kafka.run(() -> {
                log.info("twinset worker ready: {}, model {}", config.workerId(), extractor.modelId());
                reporter.schedule(new Report(), REPORT_EVERY.toMillis(), REPORT_EVERY.toMillis());
            });
        } finally {
            reporter.cancel();
        }
        log.info("stopped: {}", metrics.summary());
    }

    /** Stops after what is in flight is committed, and waits for that; false if it takes longer. Any thread. */
    public boolean stop(Duration timeout) throws InterruptedException {
        kafka.stop();
        return kafka.awaitEnd(timeout);
    }

    @Override
    public void close() {
        extractor.close();
    }

    /** Says what was done, if anything was. */
    private final class Report extends TimerTask {
        private double last;

        @Override
        public void run() {
            double now = metrics.answeredEvents();
            if (now > last) {
                log.info("{} events/s; {}", Math.round((now - last) / REPORT_EVERY.toSeconds()), metrics.summary());
                last = now;
            }
        }
    }
}
