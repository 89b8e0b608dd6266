package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How events walk through a worker.
 *
 * @param dataDir the worker's own directory; the copy of a model's changelog lies in {@code features/<modelId>} below
 *     it
 * @param anyPartition whether an item's events are accepted in any partition, not only in that of its key
 * @param options what answers are like unless their events ask for something else
 * @param standing how long changes wait until the answers that they concern are given afresh; empty for never
 * @param session names this run of this worker
 * @param batchRecords records of a batch at most
 * @param batchLinger how long a record may wait for its batch to fill
 * @param depth batches in flight at most
 * @param fenceTimeout how long a search waits for what others have committed
 * @param syncInterval how often the index is forced to disk
 * @param engine the search engine that holds the features; empty if each worker does
 */
public record PipelineSettings(
        Topics topics,
        Path dataDir,
        boolean anyPartition,
        AnswerOptions options,
        Optional<Duration> standing,
        String session,
        int batchRecords,
        Duration batchLinger,
        int depth,
        Duration fenceTimeout,
        Duration syncInterval,
        Optional<EngineSettings> engine) {
    public PipelineSettings {
        requireNonNull(topics, "topics is null");
        requireNonNull(dataDir, "dataDir is null");
        requireNonNull(options, "options is null");
        requireNonNull(standing, "standing is null");
        requireNonNull(session, "session is null");
        requireNonNull(batchLinger, "batchLinger is null");
        requireNonNull(fenceTimeout, "fenceTimeout is null");
        requireNonNull(syncInterval, "syncInterval is null");
        requireNonNull(engine, "engine is null");
    }
}
