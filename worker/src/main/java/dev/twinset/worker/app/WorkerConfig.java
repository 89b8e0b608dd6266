package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.worker.kafka.ClientConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker runs. Every key is documented in {@link ConfigKeys}; {@link ConfigReader} reads them.
 *
 * @param workerId stable and unique among the workers of a group
 * @param slots above 0: the id and the directory below are completed by the number of a {@link WorkerSlot}
 * @param dataDir holds the feature store of this worker and no other
 * @param model a bundle's file; empty for the bundle that is part of the project
 * @param groupPrefix the consumer group is {@code <prefix>.<modelId>}: a new model reads the catalogue anew
 * @param extractThreads threads that decode and embed
 * @param imagePixels width times height of an image at most
 * @param batchRecords records of a batch at most
 * @param batchLinger how long a record may wait for its batch to fill
 * @param pipelineDepth batches in flight at most
 * @param fenceTimeout how long a search waits for what others have committed
 * @param syncInterval how often the store is forced to disk
 * @param http where metrics and health are served; empty for nowhere
 * @param logFormat form of the log
 * @param kafka settings passed through to the Kafka clients, without the {@code kafka.} prefix
 */
public record WorkerConfig(
        String workerId,
        int slots,
        Path dataDir,
        Optional<Path> model,
        String groupPrefix,
        Topics topics,
        int extractThreads,
        int imagePixels,
        int batchRecords,
        Duration batchLinger,
        int pipelineDepth,
        Duration fenceTimeout,
        Duration syncInterval,
        Optional<HttpConfig> http,
        LogFormat logFormat,
        Map<String, String> kafka) {
    public WorkerConfig {
        requireNonNull(workerId, "workerId is null");
        requireNonNull(dataDir, "dataDir is null");
        requireNonNull(model, "model is null");
        requireNonNull(groupPrefix, "groupPrefix is null");
        requireNonNull(topics, "topics is null");
        requireNonNull(batchLinger, "batchLinger is null");
        requireNonNull(fenceTimeout, "fenceTimeout is null");
        requireNonNull(syncInterval, "syncInterval is null");
        requireNonNull(http, "http is null");
        requireNonNull(logFormat, "logFormat is null");
        kafka = Map.copyOf(kafka);
    }

    /** What an image may cost before it is refused. */
    ImageLimits imageLimits() {
        ImageLimits all = ImageLimits.DEFAULT;
        return new ImageLimits(
                all.maxBytes(),
                all.maxSide(),
                imagePixels,
                Math.max(1, imagePixels / 2),
                all.maxScans(),
                all.maxChunks(),
                all.maxAncillaryBytes());
    }

    /** The same worker in a place of its own. */
    public WorkerConfig inSlot(int number) {
        return new WorkerConfig(
                workerId + "-" + number,
                0,
                dataDir.resolve("slot-" + number),
                model,
                groupPrefix,
                topics,
                extractThreads,
                imagePixels,
                batchRecords,
                batchLinger,
                pipelineDepth,
                fenceTimeout,
                syncInterval,
                http,
                logFormat,
                kafka);
    }

    /** Without the settings of the clients: there are passwords among them. */
    @Override
    public String toString() {
        return "WorkerConfig[workerId=" + workerId + ", dataDir=" + dataDir + "]";
    }

    /** What holds a place for one worker. */
    public Path slotLock(int number) {
        return dataDir.resolve("slot-" + number + ".lock");
    }

    /** The settings of its Kafka clients, once the model is known. */
    public ClientConfig clients(String modelId) {
        return new ClientConfig(kafka, groupPrefix + "." + modelId, workerId);
    }
}
