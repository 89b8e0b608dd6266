package dev.twinset.benchmarks.ingest;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.ExtractedBatch;
import dev.twinset.worker.pipeline.InFlightBatches;
import dev.twinset.worker.pipeline.Recommender;
import dev.twinset.worker.reference.ImageReferences;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same stages without the guarantee: no transaction, no read barrier, offsets committed once the answers are
 * acknowledged. Most pipelines work like this; exactly-once is compared with it.
 */
final class AtLeastOnceTurn {
    private static final int BATCH = 256;
    private static final int DEPTH = 3;

    private final Backlog backlog;
    private final FeatureExtractor extractor;
    private final Path directory;
    private final EventCodec codec;
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
    private final InFlightBatches inFlight = new InFlightBatches(DEPTH);
    private final ConcurrentLinkedQueue<Map<TopicPartition, OffsetAndMetadata>> acknowledged =
            new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final CountDownLatch restored = new CountDownLatch(1);
    private volatile boolean stopping;

    AtLeastOnceTurn(Backlog backlog, FeatureExtractor extractor, Path directory) {
        this.backlog = backlog;
        this.extractor = extractor;
        this.directory = directory.resolve(backlog.topics().images());
        this.codec = new EventCodec(backlog.topics(), Clock.systemUTC(), "/bench");
    }

    double imagesPerSecond() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FeatureIndex index = new LocalFeatureIndexOpener(
                        directory,
                        extractor.modelId(),
                        extractor.dimension(),
                        new LogIdentity("bench", "bench"),
                        Clock.systemUTC())
                .open()) {
            BatchExtractor batchExtractor = new BatchExtractor(
                    codec, AnswerOptions.DEFAULT, extractor, ImageReferences.off(), metrics, record -> {});
            Recommender recommender = new Recommender(codec, extractor, index, "bench", metrics);
            threads.execute(() -> follow(index));
            restored.await();
            threads.execute(() -> poll(batchExtractor, recommender));
            double rate = Turn.imagesPerSecond(backlog.items(), answered::get);
            stopping = true;
            threads.shutdown();
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the turn did not end");
            }
            return rate;
        }
    }

    private void poll(BatchExtractor batchExtractor, Recommender recommender) {
        ExecutorService extracting = Executors.newSingleThreadExecutor();
        ExecutorService searching = Executors.newSingleThreadExecutor();
        ExecutorService sending = Executors.newSingleThreadExecutor();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of(
                        "group.id", backlog.topics().images(), "max.poll.records", BATCH, "fetch.max.wait.ms", 10));
                KafkaProducer<byte[], byte[]> producer = producer()) {
            consumer.subscribe(List.of(backlog.topics().images()));
            List<EventRecord> batch = new ArrayList<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            long number = 0;
            while (!stopping) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(10));
                polled.forEach(record -> batch.add(KafkaRecords.incoming(record)));
                next.putAll(polled.nextOffsets());
                commit(consumer);
                if (batch.size() >= BATCH || (polled.isEmpty() && !batch.isEmpty())) {
                    admit();
                    long own = number++;
                    List<EventRecord> records = List.copyOf(batch);
                    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(next);
                    extracting.execute(() -> {
                        ExtractedBatch extracted = batchExtractor.extract(own, records);
                        searching.execute(() -> {
                            List<ExtractedBatch> visible = inFlight.show(extracted);
                            List<OutgoingRecord> answers = recommender.answer(visible, false, false);
                            sending.execute(() -> send(producer, extracted, answers, offsets));
                        });
                    });
                    batch.clear();
                    next.clear();
                }
            }
            commit(consumer);
            extracting.shutdown();
            searching.shutdown();
            sending.shutdown();
        }
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer,
            ExtractedBatch batch,
            List<OutgoingRecord> answers,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (OutgoingRecord answer : answers) {
            var unused = producer.send(KafkaRecords.outgoing(answer));
        }
        producer.flush();
        acknowledged.add(offsets);
        answered.addAndGet(batch.entries().size());
        inFlight.remove(batch.number());
    }

    private void admit() {
        try {
            if (!inFlight.admit(Duration.ofMinutes(1))) {
                throw new IllegalStateException("no batch ended within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch to end", e);
        }
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var next = acknowledged.poll(); next != null; next = acknowledged.poll()) {
            offsets.putAll(next);
        }
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (committed, failure) -> {
                if (failure != null) {
                    throw new IllegalStateException("offsets were not committed", failure);
                }
            });
        }
    }

    /** The index follows the changelog here too, but no batch waits for it. */
    private void follow(FeatureIndex index) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of("max.poll.records", 10_000))) {
            String topic = backlog.topics().features(extractor.modelId());
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int applied = 0;
            while (!stopping) {
                if (applied >= backlog.stored()) {
                    restored.countDown();
                }
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                Map<Integer, Long> next = new HashMap<>();
                polled.nextOffsets().forEach((partition, offset) -> next.put(partition.partition(), offset.offset()));
                List<FeatureChange> changes = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    FeatureRecord feature = codec.feature(KafkaRecords.incoming(record), extractor.dimension());
                    changes.add(new FeatureChange(feature.itemId(), feature.vector()));
                }
                index.apply(changes, next);
                applied += changes.size();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the index failed", e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("bootstrap.servers", backlog.bootstrap());
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config =
                Map.of("bootstrap.servers", backlog.bootstrap(), "acks", "all", "batch.size", 256 << 10);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
