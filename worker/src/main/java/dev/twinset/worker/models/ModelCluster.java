package dev.twinset.worker.models;

import dev.twinset.kafka.models.ModelsState;
import dev.twinset.kafka.models.ModelsTopic;
import java.io.IOException;
import java.util.Set;

/** What a cluster knows of models, and what can be done with them. For one thread. */
interface ModelCluster {
    /** What the topic of models says now. */
    ModelsState state() throws IOException, InterruptedException;

    /** As {@link ModelsTopic#change}. */
    ModelsState change(ModelsTopic.Change change) throws IOException, InterruptedException;

    /** The models that have a changelog or a group. */
    Set<String> models() throws IOException, InterruptedException;

    /** How many workers of a model are in its group. */
    int workers(String model) throws IOException, InterruptedException;

    /** How many records of the images' topic the workers of a model have not processed; 0 if no event is among them. */
    long lag(String model) throws IOException, InterruptedException;

    /** Deletes the group and the changelog of a model, if they are there. */
    void delete(String model) throws IOException, InterruptedException;
}
