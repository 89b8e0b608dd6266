package dev.twinset.producer.answer;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.LogTail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads answers and dead letters as they are committed, beside any other reader: it joins no group and commits nothing.
 * Partitions that are added later are not seen. For one thread.
 */
public final class RecommendationSubscriber implements AutoCloseable {
    private final AnswerReader answers;
    private final LogTail reader;

    /**
     * Returns when it is positioned: every answer that is committed after that is read.
     *
     * @param clientConfig Kafka client settings, {@code bootstrap.servers} at least
     * @param fromBeginning read what is there already, too
     * @throws IOException if no broker answers or a topic is missing
     */
    public RecommendationSubscriber(Map<String, Object> clientConfig, Topics topics, boolean fromBeginning)
            throws IOException, InterruptedException {
        this.answers = new AnswerReader(topics);
        long before = fromBeginning ? LogTail.ALL : 0;
        this.reader = LogTail.open(clientConfig, Map.of(topics.recommendations(), before, topics.rejected(), before));
    }

    /**
     * What was committed since; empty if nothing was within {@code timeout}.
     *
     * @throws IOException if Kafka refuses
     */
    public List<Answer> poll(Duration timeout) throws IOException {
        return reader.poll(timeout).stream()
                .map(answers::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether all has been read that was committed when this subscriber was made. */
    public boolean atEnd() throws IOException {
        return reader.atEnd();
    }

    @Override
    public void close() {
        reader.close();
    }
}
