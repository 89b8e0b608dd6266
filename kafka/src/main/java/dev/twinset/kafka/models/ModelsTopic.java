package dev.twinset.kafka.models;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.LogTail;
import dev.twinset.kafka.client.TransactionalWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of models, read and changed. For one thread. */
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

    /** What follows from the topic; empty if nothing is to be written. */
    @FunctionalInterface
    public interface Change {
        Optional<OutgoingRecord> of(ModelsState now) throws IOException;
    }

    /**
     * Reads the topic and writes what follows from it, before anybody else can write to it. A refusal, or another
     * writer that came in between, is an exception of the producer. It may take a moment until {@link #state} knows of
     * what was written.
     *
     * @param producers opens one with the transactional id that all who write to the topic share
     * @return what the topic said before
     * @throws IOException if the topic cannot be read
     */
    public ModelsState change(Supplier<? extends Producer<byte[], byte[]>> producers, Change change)
            throws IOException {
        try (TransactionalWriter writer = new TransactionalWriter(producers)) {
            writer.init();
            ModelsState now = state();
            Optional<OutgoingRecord> next = change.of(now);
            if (next.isPresent()) {
                writer.append(List.of(KafkaRecords.outgoing(next.get())));
                writer.commit();
            }
            return now;
        }
    }

    @Override
    public void close() {
        tail.close();
    }
}
