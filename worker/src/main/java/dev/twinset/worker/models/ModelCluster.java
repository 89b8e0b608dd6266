package dev.twinset.worker.models;

import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.models.ModelsState;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What a cluster knows of models, and what can be done with them. For one thread. */
interface ModelCluster {
    /** What follows from the topic of models; empty if nothing is to be written. */
    @FunctionalInterface
    interface Change {
        Optional<OutgoingRecord> of(ModelsState now) throws IOException;
    }

    /** What the topic of models says now. */
    ModelsState state() throws IOException, InterruptedException;

    /**
     * Reads the topic of models and writes what follows from it, before anybody else can write to it. It may take a
     * moment until {@link #state} knows of that.
     *
     * @return what the topic said before
     */
    ModelsState change(Change change) throws IOException, InterruptedException;

    /** The models that have a changelog or a group. */
    Set<String> models() throws IOException, InterruptedException;

    /** How many workers of a model are in its group. */
    int workers(String model) throws IOException, InterruptedException;

    /** How many records of the images' topic the workers of a model have not processed; 0 if no event is among them. */
    long lag(String model) throws IOException, InterruptedException;

    /** Deletes the group and the changelog of a model, if they are there. */
    void delete(String model) throws IOException, InterruptedException;
}
