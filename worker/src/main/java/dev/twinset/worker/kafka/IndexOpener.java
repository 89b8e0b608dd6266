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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens what a worker searches: its own copy of the changelog, or the engine that it shares with others. */
record IndexOpener(
        PipelineSettings settings,
        Changelog changelog,
        FeatureExtractor extractor,
        EventCodec codec,
        Clients clients,
        Observability observability,
        Clock clock) {
    /** For brokers that are slow to answer while a worker starts. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * @throws WorkerException if the engine cannot be used
     * @throws IOException if the local copy cannot be read or written
     */
    FeatureIndex open(FollowedTopics topics, HighWatermark highWatermark) throws IOException {
        if (settings.engine().isPresent()) {
            return openEngine(settings.engine().get());
        }
        Path directory = settings.dataDir().resolve("features").resolve(extractor.modelId());
        LogOffsets starts = topics.copied(highWatermark.starts(TIMEOUT));
        FeatureIndex index = new LocalFeatureIndexOpener(
                        directory, extractor.modelId(), extractor.dimension(), changelog.identity(), clock)
                .open(starts.features(), topics.features(highWatermark.get(TIMEOUT)), changelog.tombstonesLast());
        index.describe(List.of(), starts.attributes());
        return index;
    }

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
        } catch (EngineException | EngineUnavailableException e) {
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
