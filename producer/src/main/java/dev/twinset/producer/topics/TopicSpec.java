package dev.twinset.producer.topics;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import java.util.List;
import java.util.Optional;

/**
 * Which topics there should be.
 *
 * @param topics what each must be
 * @param partitions of each; without, new topics get {@link TopicCreator#DEFAULT_PARTITIONS} and any number is right
 * @param replication copies of each partition; without, new topics get as many as there are brokers, three at most, and
 *     any number is right
 * @param fix whether settings that are wrong are altered
 * @param dryRun whether it is only told what would be done
 */
public record TopicSpec(
        List<TopicDefinition> topics,
        Optional<Integer> partitions,
        Optional<Short> replication,
        boolean fix,
        boolean dryRun) {
    public TopicSpec {
        topics = List.copyOf(topics);
        requireNonNull(partitions, "partitions is null");
        requireNonNull(replication, "replication is null");
        atLeastOne("partitions", partitions.orElse(1));
        atLeastOne("replication", replication.orElse((short) 1));
    }

    private static void atLeastOne(String name, int actual) {
        if (actual < 1) {
            throw new IllegalArgumentException(name + " is " + actual + ", expected 1 or more");
        }
    }
}
