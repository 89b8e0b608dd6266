package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.model.ServingModel;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does with the events that it reads, as of one record of the topic of models. Where its model answers,
 * it answers them. Where another one does, it builds: it writes their features, so that its model can take over, and
 * leaves queries alone. During a switch nobody answers.
 *
 * @param modelId the worker's model
 * @param version counts the changes of what follows
 * @param serving which model answers; empty if that was never said: then this one does
 * @param retired whether the model was given up
 */
record Role(String modelId, long version, Optional<ServingModel> serving, boolean retired) {
    Role {
        requireNonNull(modelId, "modelId is null");
        requireNonNull(serving, "serving is null");
    }

    /** Of a worker where no model has ever answered. */
    static Role first(String modelId) {
        return new Role(modelId, 0, Optional.empty(), false);
    }

    /** @throws WorkerException if the model was given up */
    Role unlessRetired() {
        if (retired) {
            throw new WorkerException(
                    "model " + modelId
                            + " is retired: start the worker with another model; ./twinset model list names the one that answers");
        }
        return this;
    }

    /** Whether the model answers. */
    boolean answers() {
        return serving.isEmpty() || serving.get().answers(modelId);
    }

    /** Offset of the first event of a partition that is answered in this term; the model before answered the others. */
    long from(TopicPartition partition) {
        return serving.map(latest -> latest.from(partition.topic(), partition.partition()))
                .orElse(0L);
    }

    /** Whether the group answers from a committed offset on: what it has read in this term it has answered. */
    boolean hasBegun(@Nullable OffsetAndMetadata committed) {
        return answers() && committed != null && CommitStamp.isOfTerm(committed, term());
    }

    /** Whether the model has stopped answering, and the next one has not begun. */
    boolean pauses() {
        return serving.isPresent()
                && serving.get().next().isPresent()
                && serving.get().model().equals(modelId);
    }

    /** Whether the model takes over from the one that has stopped. */
    boolean takesOver() {
        return serving.isPresent() && serving.get().next().equals(Optional.of(modelId));
    }

    /** Whether the model is to answer for every item anew, after a switch that asked for it. */
    boolean refreshes() {
        return answers() && serving.filter(ServingModel::refresh).isPresent();
    }

    /** Number of the term; 0 if there is none. */
    long term() {
        return serving.map(ServingModel::term).orElse(0L);
    }

    /**
     * Where reading starts: at the committed offset. Only a model whose term has not begun there starts where the one
     * before stopped, if that is earlier.
     *
     * @param committed of the group; null if there is none
     * @param query whether the partition holds queries: these are not built, so all before the term are passed over
     * @return empty for the beginning of the partition
     */
    OptionalLong start(TopicPartition partition, @Nullable OffsetAndMetadata committed, boolean query) {
        boolean begins = answers() && serving.flatMap(ServingModel::from).isPresent() && !hasBegun(committed);
        if (!begins) {
            return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
        }
        long from = from(partition);
        if (query) {
            return OptionalLong.of(from);
        }
        return committed == null ? OptionalLong.empty() : OptionalLong.of(Math.min(from, committed.offset()));
    }
}
