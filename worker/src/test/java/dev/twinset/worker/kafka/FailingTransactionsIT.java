package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.BrokerExtension;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker outlives every transaction that fails: it answers, or it becomes smaller, but it does not end. */
class FailingTransactionsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @RegisterExtension
    private static final BrokerExtension kafka = new BrokerExtension(Map.of(
            "transactional.id.expiration.ms", "5000",
            "transaction.remove.expired.transaction.cleanup.interval.ms", "500",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"));

    @TempDir
    private Path directory;

    @Test
    void aWorkerThatWasIdleUntilItsTransactionalIdExpiredAnswers(TestInfo test) {
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, Map.of())) {
            shop.upload("a", "image a");
            shop.awaitAnswers(TIMEOUT);
            await().atMost(TIMEOUT).until(() -> hasExpired(shop.group() + "-w"));

            shop.upload("b", "image b");

            shop.awaitAnswers(TIMEOUT);
            assertThat(worker.ended()).isNotDone();
            new Replay(shop, "fake").check();
        }
    }

    @Test
    void aWorkerThatWasSuspendedInATransactionAnswers(TestInfo test) {
        Map<String, String> settings =
                Map.of("transaction.timeout.ms", "1000", "partitioner.class", SlowSend.class.getName());
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, settings)) {
            shop.upload("a", "image a");
            shop.awaitAnswers(TIMEOUT);
            SlowSend.NEXT_MILLIS.set(4_000);

            shop.upload("b", "image b");

            shop.awaitAnswers(TIMEOUT);
            assertThat(SlowSend.NEXT_MILLIS).hasValue(0);
            assertThat(worker.ended()).isNotDone();
            new Replay(shop, "fake").check();
        }
    }

    @Test
    void deadLettersThatTheirTopicDoesNotTakeGoWithoutTheirValue(TestInfo test) throws Exception {
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, Map.of())) {
            shop.upload("first", "image");
            shop.awaitAnswers(TIMEOUT);
            setMaxMessageBytes(shop.topics.rejected(), 3_000);

            for (int i = 0; i < 20; i++) {
                shop.upload("good-" + i, "image " + i);
                shop.upload("bad-" + i, "bad " + i + ".".repeat(i % 4 == 0 ? 5_000 : 10));
            }

            shop.awaitAnswers(TIMEOUT);
            assertThat(worker.ended()).isNotDone();
            new Replay(shop, "fake").check();
            List<RejectedImage> letters = shop.read(shop.topics.rejected()).stream()
                    .map(shop.codec::rejected)
                    .toList();
            assertThat(letters).filteredOn(letter -> letter.image().isEmpty()).hasSizeGreaterThanOrEqualTo(5);
            assertThat(letters).filteredOn(letter -> letter.image().isPresent()).isNotEmpty();
            assertThat(shop.read(shop.topics.recommendations()))
                    .extracting(EventRecord::value)
                    .hasSize(21);
        }
    }

    @Test
    void whatIsAbortedUpstreamLeavesNoLag(TestInfo test) throws Exception {
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, Map.of());
                KafkaProducer<byte[], byte[]> upstream = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "upstream"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            shop.upload("a", "image a");
            shop.awaitAnswers(TIMEOUT);
            upstream.initTransactions();
            upstream.beginTransaction();
            for (int i = 0; i < 50; i++) {
                byte[] key = ("aborted-" + i).getBytes(UTF_8);
                var unused = upstream.send(new ProducerRecord<>(shop.topics.images(), key, key));
            }
            upstream.flush();
            upstream.abortTransaction();

            await().atMost(TIMEOUT).until(() -> lag(shop) == 0);
            assertThat(worker.ended()).isNotDone();
        }
    }

    /** By the offsets that the group has committed; records of every partition. */
    private static long lag(TestShop shop) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(shop.group())
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (int partition = 0; partition < TestShop.PARTITIONS; partition++) {
                latest.put(new TopicPartition(shop.topics.images(), partition), OffsetSpec.latest());
            }
            long lag = 0;
            for (var end : admin.listOffsets(latest).all().get().entrySet()) {
                OffsetAndMetadata offset = committed.get(end.getKey());
                lag += end.getValue().offset() - (offset == null ? 0 : offset.offset());
            }
            return lag;
        }
    }

    @Test
    void aChangelogThatGrowsEndsTheWorkerAndTheNextOneReadsAllOfIt(TestInfo test) throws Exception {
        try (TestShop shop = shop(test)) {
            try (RunningWorker worker = worker(shop, Map.of())) {
                for (int i = 0; i < 30; i++) {
                    shop.upload("item-" + i, "image " + i);
                }
                shop.awaitAnswers(TIMEOUT);
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                    admin.createPartitions(Map.of(shop.topics.features("fake"), NewPartitions.increaseTo(5)))
                            .all()
                            .get();
                }
                await().atMost(TIMEOUT).until(() -> {
                    shop.upload("b", "image b");
                    shop.flush();
                    Thread.sleep(300);
                    return worker.ended().isDone();
                });
                assertThat(worker.ended())
                        .failsWithin(1, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withMessageContaining("has 5 partitions, and had 3 when this worker started");
            } catch (CompletionException ended) {
                assertThat(ended).hasCauseInstanceOf(WorkerException.class);
            }
            try (RunningWorker next = worker(shop, Map.of())) {
                for (int i = 0; i < 30; i++) {
                    shop.upload("item-" + i, "another image " + i);
                }
                shop.awaitAnswers(TIMEOUT);
                assertThat(next.ended()).isNotDone();
                new Replay(shop, "fake").check();
                assertThat(shop.read(shop.topics.features("fake")).stream()
                                .collect(Collectors.groupingBy(
                                        TestShop::key, Collectors.mapping(EventRecord::partition, Collectors.toSet()))))
                        .as("of features of one item in two partitions a restore may take either")
                        .hasSize(31)
                        .allSatisfy((item, partitions) ->
                                assertThat(partitions).as(item).hasSize(1));
            }
        }
    }

    /** Kafka's choice of a partition; stops the sending thread once, as a suspended process does. */
    public static final class SlowSend implements Partitioner {
        static final AtomicLong NEXT_MILLIS = new AtomicLong();

        @Override
        public int partition(
                String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            long millis = NEXT_MILLIS.getAndSet(0);
            if (millis > 0) {
                try {
                    Thread.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return BuiltInPartitioner.partitionForKey(keyBytes, cluster.partitionCountForTopic(topic));
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    private static boolean hasExpired(String transactionalId) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.describeTransactions(List.of(transactionalId)).all().get();
            return false;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TransactionalIdNotFoundException.class);
            return true;
        }
    }

    private static void setMaxMessageBytes(String topic, int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TestShop.alter(admin, topic, "max.message.bytes", String.valueOf(bytes));
        }
    }

    private static TestShop shop(TestInfo test) {
        return new TestShop(kafka.bootstrapServers(), test);
    }

    private RunningWorker worker(TestShop shop, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("bootstrap.servers", kafka.bootstrapServers());
        return new RunningWorker(
                        shop,
                        RunningWorker.clients(shop, all, "w"),
                        directory,
                        new FakeExtractor("fake", 0),
                        Clock.systemUTC())
                .awaitReady();
    }
}
