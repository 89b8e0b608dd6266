package dev.twinset.kafka.models;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the topic of models says.
 *
 * @param serving which model answers; empty if none ever did
 * @param changed when that was written
 * @param retired when each model that is retired was
 */
public record ModelsState(Optional<ServingModel> serving, Instant changed, Map<String, Instant> retired) {
    public static final ModelsState NONE = new ModelsState(Optional.empty(), Instant.EPOCH, Map.of());

    public ModelsState {
        requireNonNull(serving, "serving is null");
        requireNonNull(changed, "changed is null");
        retired = Map.copyOf(retired);
    }

    /** The model that takes over in a switch that is under way; empty if there is none. */
    public Optional<String> next() {
        return serving.flatMap(ServingModel::next);
    }

    /**
     * What the topic says once this record of it is read, too.
     *
     * @throws IllegalArgumentException if the record cannot be read
     */
    public ModelsState after(EventRecord record, ModelRecords records) {
        Instant time = Instant.ofEpochMilli(record.timestampMillis());
        Map<String, Instant> all = new HashMap<>(retired);
        records.retired(record).ifPresent(model -> all.put(model, time));
        Optional<ServingModel> latest = records.serving(record);
        return new ModelsState(latest.or(this::serving), latest.isPresent() ? time : changed, all);
    }
}
