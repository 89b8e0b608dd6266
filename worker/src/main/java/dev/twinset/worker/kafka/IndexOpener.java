package dev.twinset.worker.kafka;

import dev.twinset.contract.EventCodec;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.engine.EngineException;
import dev.twinset.worker.engine.EngineFeatureIndex;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.engine.OpenSearchEngine;
import dev.twinset.worker.engine.SearchEngine;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogOffsets;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.preflight.Changelog;
import dev.twinset.worker.preflight.cluster.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what a worker searches: its own copy of the changelog, or the engine that it shares with others. */
record IndexOpener(
        PipelineSettings settings,
        Changelog changelog,
        FeatureExtractor extractor,
        EventCodec codec,
        Clients clients,
        Observability observability,
        Clock clock) {
    private static final Logger log = LoggerFactory.getLogger(IndexOpener.class);

    /** For brokers that are slow to answer while a worker starts. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** For an engine that starts together with the workers, or whose shards recover. */
    private static final Duration ENGINE_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration ENGINE_RETRY = Duration.ofSeconds(2);

    /**
     * Waits some minutes for an engine that does not answer.
     *
     * @param stopping whether to give that up
     * @throws WorkerException if the engine cannot be used
     * @throws IOException if the local copy cannot be read or written
     */
    FeatureIndex open(FollowedTopics topics, HighWatermark highWatermark, BooleanSupplier stopping) throws IOException {
        if (settings.engine().isPresent()) {
            return awaitEngine(settings.engine().get(), stopping);
        }
        Path directory = settings.dataDir().resolve("features").resolve(extractor.modelId());
        LogOffsets starts = topics.copied(highWatermark.starts(TIMEOUT));
        FeatureIndex index = new LocalFeatureIndexOpener(
                        directory, extractor.modelId(), extractor.dimension(), changelog.identity(), clock)
                .open(starts.features(), topics.features(highWatermark.get(TIMEOUT)), changelog.tombstonesLast());
        index.describe(List.of(), starts.attributes());
        return index;
    }

    private FeatureIndex awaitEngine(EngineSettings engineSettings, BooleanSupplier stopping) {
        Deadline deadline = Deadline.in(ENGINE_TIMEOUT);
        while (true) {
            try {
                return openEngine(engineSettings);
            } catch (EngineUnavailableException e) {
                if (stopping.getAsBoolean() || deadline.leftMillis() == 0) {
                    throw new WorkerException(String.valueOf(e.getMessage()), e);
                }
                log.warn("waiting up to {} s more: {}", deadline.leftMillis() / 1000, e.getMessage());
                pause(e);
            }
        }
    }

    private static void pause(EngineUnavailableException why) {
        try {
            Thread.sleep(ENGINE_RETRY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerException(String.valueOf(why.getMessage()), why);
        }
    }

    /** @throws EngineUnavailableException if the engine does not answer, or not completely */
    private FeatureIndex openEngine(EngineSettings engineSettings) {
        SearchEngine engine = new OpenSearchEngine(
                engineSettings, extractor.modelId(), changelog.identity().label(), extractor.dimension());
        try {
            String indexId = engine.prepare();
            try (var indexer = clients.indexer(indexId)) {
                return new EngineFeatureIndex(
                        engine,
                        engineSettings,
                        indexId,
                        extractor.dimension(),
                        EngineIndexer.shown(indexer, changelog.partitions()),
                        observability.metrics());
            }
        } catch (EngineException e) {
            engine.close();
            throw new WorkerException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Writes the changelog to the engine.
     *
     * @param index as opened here
     * @return null if there is no engine
     */
    @Nullable
    EngineIndexer indexer(FeatureIndex index, Consumer<Throwable> onFailure) {
        WorkerMetrics metrics = observability.metrics();
        if (!(index instanceof EngineFeatureIndex remote)) {
            metrics.watchEngine(() -> 0);
            return null;
        }
        metrics.watchEngine(remote::tailItems);
        return new EngineIndexer(
                clients.indexer(remote.indexId()),
                changelog.partitions(),
                codec,
                extractor.dimension(),
                remote,
                settings.engine().orElseThrow().refresh(),
                metrics,
                observability.health().indexing(),
                onFailure);
    }
}
