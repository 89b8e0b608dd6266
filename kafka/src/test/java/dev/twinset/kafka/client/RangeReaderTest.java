package dev.twinset.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RangeReaderTest {
    private static final TopicPartition FIRST = new TopicPartition("rejected", 0);
    private static final TopicPartition SECOND = new TopicPartition("rejected", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicLong clock = new AtomicLong();
    private final List<String> read = new ArrayList<>();
    private final RangeReader reader = new RangeReader(
            "rejected",
            new LogReader(Map.of("bootstrap.servers", "localhost:1"), List.of(FIRST, SECOND), consumer),
            () -> clock.addAndGet(60_000_000_000L));

    @Test
    void aRangeEndsBeforeItsLastOffset() throws Exception {
        available(FIRST, 0, 1, 2, 3);
        available(SECOND, 5, 6);

        reader.read(Map.of(FIRST, 1L, SECOND, 5L), Map.of(FIRST, 3L, SECOND, 6L), this::note);

        assertThat(read).containsExactlyInAnyOrder("0@1", "0@2", "1@5");
    }

    @Test
    void anEmptyRangeAsksNothing() throws Exception {
        reader.read(Map.of(FIRST, 3L), Map.of(FIRST, 3L), this::note);

        assertThat(read).isEmpty();
    }

    @Test
    void theVisitorEndsTheReading() throws Exception {
        available(FIRST, 0, 1, 2);

        reader.read(Map.of(FIRST, 0L), Map.of(FIRST, 3L), record -> {
            note(record);
            return false;
        });

        assertThat(read).containsExactly("0@0");
    }

    @Test
    void aPartitionOfWhichNoMoreIsWantedIsLeft() throws Exception {
        available(FIRST, 0, 1);

        reader.read(Map.of(FIRST, 0L), Map.of(FIRST, 1_000L), this::note, (partition, offset) -> OptionalLong.empty());

        assertThat(consumer.paused()).containsExactly(FIRST);
    }

    @Test
    void aRangeThatDoesNotComeIsAnErrorWithTheOffsetsThatAreMissing() {
        available(FIRST, 0);

        assertThatThrownBy(() -> reader.read(Map.of(FIRST, 0L), Map.of(FIRST, 9L), this::note))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("localhost:1")
                .hasMessageContaining("rejected-0=1")
                .hasMessageContaining("a transaction left open");
    }

    private boolean note(ConsumerRecord<byte[], byte[]> record) {
        return read.add(record.partition() + "@" + record.offset());
    }

    /** Comes with the next poll, which is the first in which the partition is assigned. */
    private void available(TopicPartition partition, long... offsets) {
        consumer.schedulePollTask(() -> {
            for (long offset : offsets) {
                consumer.addRecord(new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
            }
        });
    }
}
