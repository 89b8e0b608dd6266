package dev.twinset.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionalWriterTest {
    private final SlowProducer producer = new SlowProducer();
    private final TransactionalWriter writer = new TransactionalWriter(() -> producer);

    /** Does not confirm the first ends of transactions in time. */
    private static final class SlowProducer extends MockProducer<byte[], byte[]> {
        private int timeouts;

        SlowProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            answer();
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            answer();
            super.abortTransaction();
        }

        private void answer() {
            if (timeouts > 0) {
                timeouts--;
                throw new TimeoutException("no coordinator");
            }
        }
    }

    @BeforeEach
    void init() {
        writer.init();
    }

    @Test
    void whatIsAppendedIsNotVisibleBeforeTheCommit() {
        List<Future<RecordMetadata>> places = writer.append(List.of(record(1), record(2)));
        assertThat(places).hasSize(2);
        assertThat(producer.history()).isEmpty();

        writer.commit();

        assertThat(producer.history()).extracting(record -> record.value()[0]).containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void afterAPauseOffsetsFollowWhenTheRecordsHaveArrived() {
        AtomicInteger flushes = new AtomicInteger();
        MockProducer<byte[], byte[]> counting =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized void flush() {
                        flushes.incrementAndGet();
                        super.flush();
                    }
                };
        try (TransactionalWriter idle = new TransactionalWriter(() -> counting)) {
            idle.init();
            idle.append(List.of(record(1)));
            idle.appendOffsets(Map.of(), group());
            assertThat(flushes).hasValue(1);
            idle.commit();
            flushes.set(0);

            idle.append(List.of(record(2)));
            idle.appendOffsets(Map.of(), group());
            assertThat(flushes).as("in a running stream").hasValue(0);
        }
    }

    @Test
    void whatIsAbortedNeverBecomesVisible() {
        writer.append(List.of(record(1)));
        writer.abort();
        writer.append(List.of(record(2)));
        writer.commit();

        assertThat(producer.history()).extracting(record -> record.value()[0]).containsExactly((byte) 2);
    }

    @Test
    void positionsOfAGroupAreCommittedWithTheRecords() {
        Map<TopicPartition, OffsetAndMetadata> next = Map.of(new TopicPartition("images", 0), new OffsetAndMetadata(7));
        writer.append(List.of(record(1)));
        writer.appendOffsets(next, group());
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();

        writer.commit();

        assertThat(producer.consumerGroupOffsetsHistory())
                .singleElement()
                .satisfies(groups -> assertThat(groups.values()).containsExactly(next));
    }

    @Test
    void aCommitThatTimesOutIsAskedForAgain() {
        writer.append(List.of(record(1)));
        producer.timeouts = 2;

        writer.commit();

        assertThat(producer.history()).hasSize(1);
        assertThat(producer.timeouts).isZero();
    }

    @Test
    void anAbortThatTimesOutIsAskedForAgain() {
        writer.append(List.of(record(1)));
        producer.timeouts = 2;

        writer.abort();

        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.timeouts).isZero();
    }

    @Test
    void everyOtherFailureOfACommitIsTheCallers() {
        writer.append(List.of(record(1)));
        producer.commitTransactionException = new ProducerFencedException("newer");

        assertThatThrownBy(writer::commit).isInstanceOf(ProducerFencedException.class);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void closingClosesTheProducer() {
        writer.close();

        assertThat(producer.closed()).isTrue();
    }

    private static ProducerRecord<byte[], byte[]> record(int value) {
        return new ProducerRecord<>("results", new byte[] {0}, new byte[] {(byte) value});
    }

    private static ConsumerGroupMetadata group() {
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            return consumer.groupMetadata();
        }
    }
}
