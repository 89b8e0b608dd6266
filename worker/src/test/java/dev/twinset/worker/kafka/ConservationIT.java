package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The law of the meters: what a worker has received it has answered, dropped (somebody reads it again) or still in
 * flight. It holds through restarts, rebalances, aborts and the end of a worker whose id was taken; and over all
 * workers each event is counted as answered once.
 */
class ConservationIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private LocalKafka kafka;
    private final List<MeterRegistry> everyRun = new ArrayList<>();

    @BeforeEach
    void startBroker() throws IOException {
        kafka = LocalKafka.inProcess(directory.resolve("kafka"));
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void noEventGetsOutOfSightWhateverHappens() throws Exception {
        try (TestShop shop = new TestShop(kafka.bootstrapServers(), "law")) {
            RunningWorker first = worker(shop, "w1", directory, 60);
            publishUntilReceived(shop, first);
            RunningWorker second = worker(shop, "w2", directory, 60); // a rebalance under load
            publishUntilReceived(shop, second);
            throwOutOfGroupUntilDropped(shop); // what they have in flight is no longer theirs to commit
            first.close();
            first = worker(shop, "w1", directory, 0); // a restart
            assertThat(second.ended()).isNotDone();
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            publish(shop, 100);
            RunningWorker heir = worker(shop, "w2", elsewhere, 0); // takes over the second's id, and so ends it
            publish(shop, 100);
            shop.awaitAnswers(TIMEOUT);
            new Replay(shop, "fake").check();
            first.close();
            heir.close();
            assertThat(second.ended()).failsWithin(30, TimeUnit.SECONDS);

            everyRun.forEach(ConservationIT::checkLaw);
            assertThat(sum("twinset.recommended") + sum("twinset.deleted") + sum("twinset.rejected"))
                    .isEqualTo(shop.published.size());
        }
    }

    private static void checkLaw(MeterRegistry run) {
        double inFlight = run.get("twinset.in.flight").gauge().value();
        assertThat(inFlight).isZero();
        assertThat(count(run, "twinset.received"))
                .isEqualTo(count(run, "twinset.recommended")
                        + count(run, "twinset.deleted")
                        + count(run, "twinset.rejected")
                        + count(run, "twinset.dropped")
                        + inFlight);
        assertThat(run.get("twinset.latency").timer().count())
                .isEqualTo((long) (count(run, "twinset.received") - count(run, "twinset.dropped")));
        assertThat(run.get("twinset.batch.size").summary().totalAmount()).isEqualTo(count(run, "twinset.received"));
    }

    private static double count(MeterRegistry run, String name) {
        return run.get(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    private double sum(String name) {
        return everyRun.stream().mapToDouble(run -> count(run, name)).sum();
    }

    private RunningWorker worker(TestShop shop, String id, Path home, long delayMillis) {
        RunningWorker worker = new RunningWorker(
                        shop, kafka.bootstrapServers(), id, home, new FakeExtractor("fake", delayMillis))
                .awaitReady();
        everyRun.add(worker.registry());
        return worker;
    }

    /** New events each time: another worker may have answered all before this one gets its partitions. */
    private static void publishUntilReceived(TestShop shop, RunningWorker worker) {
        await().atMost(TIMEOUT).pollInterval(POLL).until(() -> {
            publish(shop, 100);
            return count(worker.registry(), "twinset.received") > 0;
        });
    }

    /** Once more if nothing was in flight. */
    private void throwOutOfGroupUntilDropped(TestShop shop) {
        await("batches that have to be read again")
                .atMost(TIMEOUT)
                .pollInterval(POLL)
                .until(() -> {
                    publish(shop, 300);
                    throwOutOfGroup(shop);
                    return sum("twinset.dropped") > 0;
                });
    }

    private static void publish(TestShop shop, int events) {
        for (int i = 0; i < events; i++) {
            String id = "item-" + shop.published.size();
            switch (i % 20) {
                case 0 -> shop.delete("item-" + i);
                case 1 -> shop.upload(id, "bad");
                case 2 -> shop.query("query-" + shop.published.size(), "image-" + i);
                default -> shop.upload(id, "image-" + id);
            }
        }
        shop.flush();
    }

    private void throwOutOfGroup(TestShop shop) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.removeMembersFromConsumerGroup(shop.group(), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
