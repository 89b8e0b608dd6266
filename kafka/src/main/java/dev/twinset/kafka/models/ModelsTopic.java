package dev.twinset.kafka.models;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.LogTail;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader of the topic of models. For one thread. */
public final class ModelsTopic implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelsTopic.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final ModelRecords records;
    private final LogTail tail;
    private ModelsState state = ModelsState.NONE;

    private ModelsTopic(ModelRecords records, LogTail tail) {
        this.records = records;
        this.tail = tail;
    }

    /**
     * @param client Kafka client settings, {@code bootstrap.servers} at least
     * @throws IOException if no broker answers, the topic is missing, or it may not be read
     */
    public static ModelsTopic open(Map<String, Object> client, Topics topics) throws IOException, InterruptedException {
        return new ModelsTopic(
                new ModelRecords(topics, "/twinset"), LogTail.open(client, Map.of(topics.models(), LogTail.ALL)));
    }

    /**
     * What all that is committed now says.
     *
     * @throws IOException if Kafka refuses
     */
    public ModelsState state() throws IOException {
        tail.updateEnds(ANSWER);
        while (!tail.atEnd()) {
            for (EventRecord record : tail.poll(POLL)) {
                try {
                    state = state.after(record, records);
                } catch (IllegalArgumentException e) { // as the workers do
                    log.warn("left out a record of the topic of models: {}", e.getMessage());
                }
            }
        }
        return state;
    }

    @Override
    public void close() {
        tail.close();
    }
}
