package dev.twinset.producer.topics;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How one topic was found and left.
 *
 * @param done what was altered, sentences
 * @param left what is not as it should be and was left so, with what a person can do, sentences
 * @param broken whether something of that breaks a promise or was asked for
 */
public record TopicDiff(
        String topic,
        State state,
        int partitions,
        int replication,
        List<String> done,
        List<String> left,
        boolean broken) {
    public TopicDiff {
        requireNonNull(topic, "topic is null");
        requireNonNull(state, "state is null");
        done = List.copyOf(done);
        left = List.copyOf(left);
    }

    /** What became of it, or would become of it in a dry run. */
    public enum State {
        CREATED,
        ALTERED,
        KEPT
    }
}
