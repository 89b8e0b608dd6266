package dev.twinset.worker.models;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.models.ModelsState;
import dev.twinset.kafka.models.ModelsTopic;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cluster in memory: its models, their workers and lags, and the topic of models. */
final class FakeModelCluster implements ModelCluster {
    static final ModelRecords RECORDS = new ModelRecords(Topics.DEFAULT, "/test");

    final Map<String, Integer> workers = new TreeMap<>();
    final Map<String, Long> lags = new HashMap<>();
    ModelsState state = ModelsState.NONE;

    /** Runs before each change, when it has the topic for itself. */
    Runnable beforeChange = () -> {};

    int changes;

    /** How often the state before the last change is still read. */
    int stale;

    private ModelsState before = state;

    void serving(ServingModel serving) {
        write(RECORDS.serving(serving));
    }

    void retired(String model, Instant when) {
        write(RECORDS.retired(model, when));
    }

    private void write(OutgoingRecord record) {
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        EventRecord read = new EventRecord(
                record.topic(), 0, 0, now.toEpochMilli(), Optional.of(record.key()), record.value(), record.headers());
        before = state;
        state = state.after(read, RECORDS);
        changes++;
    }

    @Override
    public ModelsState state() {
        return stale-- > 0 ? before : state;
    }

    @Override
    public ModelsState change(ModelsTopic.Change change) throws IOException {
        beforeChange.run();
        ModelsState now = state;
        change.of(now).ifPresent(this::write);
        return now;
    }

    @Override
    public Set<String> models() {
        return new TreeSet<>(workers.keySet());
    }

    @Override
    public int workers(String model) {
        return workers.getOrDefault(model, 0);
    }

    @Override
    public long lag(String model) {
        return lags.getOrDefault(model, 0L);
    }

    @Override
    public void delete(String model) {
        workers.remove(model);
    }
}
