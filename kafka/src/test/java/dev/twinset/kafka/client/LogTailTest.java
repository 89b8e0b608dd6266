package dev.twinset.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.errors.KafkaAccessException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private static final TopicPartition ANSWERS = new TopicPartition("answers", 0);
    private static final Duration NO_TIME = Duration.ZERO;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void records() {
        consumer.updateBeginningOffsets(Map.of(ANSWERS, 2L));
        consumer.updateEndOffsets(Map.of(ANSWERS, 10L));
    }

    private LogTail tail(long before) throws IOException {
        return LogTail.of(
                new LogReader(Map.of("bootstrap.servers", "localhost:1"), List.of(ANSWERS), consumer),
                Map.of("answers", before));
    }

    @Test
    void readingBeginsAsManyRecordsBeforeTheEndAsIsWanted() throws IOException {
        assertThat(tail(3).behind()).isEqualTo(3);
    }

    @Test
    void readingBeginsAtTheFirstRecordThatIsThereAtTheEarliest() throws IOException {
        assertThat(tail(LogTail.ALL).behind()).isEqualTo(8);
        assertThat(consumer.position(ANSWERS)).isEqualTo(2);
    }

    @Test
    void itIsAtItsEndUntilTheEndIsKnownToHaveMoved() throws IOException {
        LogTail tail = tail(0);
        consumer.updateEndOffsets(Map.of(ANSWERS, 12L));
        assertThat(tail.atEnd()).isTrue();

        tail.updateEnds(Duration.ofSeconds(1));

        assertThat(tail.atEnd()).isFalse();
        assertThat(tail.behind()).isEqualTo(2);
    }

    @Test
    void whatIsReadCountsNoLongerAsBehind() throws IOException {
        LogTail tail = tail(1);
        consumer.addRecord(new ConsumerRecord<>("answers", 0, 9, new byte[] {1}, new byte[] {2}));

        List<EventRecord> read = tail.poll(NO_TIME);

        assertThat(read)
                .singleElement()
                .satisfies(record -> assertThat(record.offset()).isEqualTo(9));
        assertThat(tail.atEnd()).isTrue();
    }

    @Test
    void aRefusalNamesTheRightThatIsMissing() throws IOException {
        LogTail tail = tail(0);
        consumer.setPollException(new TopicAuthorizationException(Set.of("answers")));

        assertThatThrownBy(() -> tail.poll(NO_TIME))
                .isInstanceOf(KafkaAccessException.class)
                .hasMessageContaining("Read")
                .hasMessageContaining("answers");
    }

    @Test
    void anyOtherFailureNamesTheTopicAndTheServers() throws IOException {
        LogTail tail = tail(0);
        consumer.setPollException(new KafkaException("a bad record"));

        assertThatThrownBy(() -> tail.poll(NO_TIME))
                .isInstanceOf(IOException.class)
                .hasMessage("topic answers of Kafka at localhost:1 cannot be read: a bad record");
    }
}
