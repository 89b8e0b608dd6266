package dev.twinset.worker.kafka;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.Recommender;
import dev.twinset.worker.preflight.Changelog;
import dev.twinset.worker.reference.ImageReferences;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** A pipeline of batches of four records, without a broker. */
final class TestPipeline {
    private TestPipeline() {}

    static ItemPartitions partitions() {
        Changelog changelog = new Changelog("features", 1, new LogIdentity("cluster", "topic"), Duration.ofDays(1));
        return new ItemPartitions(Topics.DEFAULT.images(), changelog);
    }

    /** @param ends of the topics that a search waits for: there are none */
    static BatchPipeline open(
            FeatureExtractor extractor,
            FeatureIndex index,
            ServingModels models,
            Consumer<byte[], byte[]> ends,
            BatchCommitter committer,
            GroupMembership membership,
            Observability observability) {
        EventCodec codec = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
        WorkerMetrics metrics = observability.metrics();
        return new BatchPipeline(
                new BatchExtractor(
                        codec, AnswerOptions.DEFAULT, extractor, ImageReferences.off(), metrics, record -> {}),
                new CommittedFeatures(
                        new FollowedTopics(List.of(), List.of(), new TopicPartition("models", 0)),
                        index,
                        models,
                        new HighWatermark(ends, List.of()),
                        Duration.ofSeconds(1),
                        metrics),
                new Recommender(codec, extractor, index, "session", metrics),
                committer,
                membership,
                3,
                new BatchLimits(4, 1 << 20),
                observability);
    }
}
