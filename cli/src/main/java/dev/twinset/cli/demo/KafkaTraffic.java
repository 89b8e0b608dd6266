package dev.twinset.cli.demo;

import dev.twinset.catalog.Catalog;
import dev.twinset.cli.torture.ledger.ChangelogHistory;
import dev.twinset.console.DaemonThreads;
import dev.twinset.console.FailureText;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.RecommendationSubscriber;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.PublishOptions;
import dev.twinset.producer.publish.PublishReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue's way through Kafka and back, as any shop's program would send and read it. The thread that makes it
 * polls it; one more publishes.
 */
final class KafkaTraffic implements DemoTraffic {
    private final Map<String, Object> client;
    private final CatalogPublisher publisher;
    private final RecommendationSubscriber subscriber;
    private final List<Callable<Catalog>> parts;
    private final Clock clock;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("demo-publisher"));
    private @Nullable Future<?> publishing;

    /** @param parts of the catalogue, published one after the other; each is waited for */
    KafkaTraffic(Map<String, Object> client, List<Callable<Catalog>> parts, Clock clock)
            throws IOException, InterruptedException {
        this.client = client;
        this.publisher = new CatalogPublisher(client, Topics.DEFAULT);
        this.subscriber = new RecommendationSubscriber(client, Topics.DEFAULT, true);
        this.parts = List.copyOf(parts);
        this.clock = clock;
    }

    @Override
    public void startPublishing() {
        publishing = thread.submit(() -> {
            int before = 0;
            for (Callable<Catalog> part : parts) {
                Catalog catalog = part.call();
                publish(catalog, before);
                before += catalog.items().size();
            }
            return null;
        });
    }

    /** @param before images handed to Kafka before these */
    private void publish(Catalog catalog, int before) throws IOException, InterruptedException {
        PublishReport report = publisher.publish(
                catalog,
                PublishOptions.DEFAULT,
                (settled, items) -> sent.accumulateAndGet(before + settled, Math::max));
        acknowledged.addAndGet(report.acknowledged());
    }

    @Override
    public long sent() {
        return sent.get();
    }

    @Override
    public OptionalLong published() throws IOException, InterruptedException {
        if (publishing == null || !publishing.isDone()) {
            return OptionalLong.empty();
        }
        refuseFailed(publishing);
        return OptionalLong.of(acknowledged.get());
    }

    @Override
    public void poll(Duration timeout, DemoLedger ledger, DemoOutput screen) throws IOException {
        for (Answer answer : subscriber.poll(timeout)) {
            if (answer instanceof Answer.Recommended recommended) {
                Recommendations recommendations = recommended.recommendations();
                ledger.recommended(recommendations, latency(recommended));
                screen.result(recommendations);
            } else if (answer instanceof Answer.Rejected rejected) {
                RejectedImage image = rejected.image();
                ledger.rejected(rejected.itemId(), image.rejection().reason());
                screen.rejection(rejected.itemId(), image.rejection().detail());
            }
        }
    }

    @Override
    public ChangelogHistory features(String modelId) throws IOException, InterruptedException {
        EventCodec codec = new EventCodec(Topics.DEFAULT, clock, "/twinset/demo");
        ChangelogHistory history = new ChangelogHistory();
        try (RangeReader reader = RangeReader.committed(client, "twinset-demo", Topics.DEFAULT.features(modelId))) {
            reader.read(reader.beginnings(), reader.ends(), each -> {
                EventRecord record = KafkaRecords.incoming(each);
                int dimension =
                        record.value().map(value -> value.length / Float.BYTES).orElse(0);
                history.add(record.partition(), record.offset(), codec.feature(record, dimension), clock.millis());
                return true;
            });
        }
        return history;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        subscriber.close();
    }

    /** Until now, when a reader of committed answers can have it; not until it was written, which is earlier. */
    private Duration latency(Answer.Recommended answer) {
        Instant arrival = clock.instant();
        return Duration.between(answer.causeTime().orElse(arrival), arrival);
    }

    private static void refuseFailed(Future<?> done) throws IOException, InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException told) {
                throw told;
            }
            throw new IOException("publishing failed: " + FailureText.of(e), e);
        }
    }
}
