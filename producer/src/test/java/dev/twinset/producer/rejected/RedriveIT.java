package dev.twinset.producer.rejected;

import static dev.twinset.contract.rejection.RejectionReason.CORRUPT;
import static dev.twinset.contract.rejection.RejectionReason.REF_NOT_FOUND;
import static dev.twinset.contract.rejection.RejectionReason.TOO_MANY_PIXELS;
import static dev.twinset.contract.rejection.RejectionReason.UNSUPPORTED_VERSION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.producer.Kafka;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.rejected.RedriveReport.Stop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is redriven is sent again once, whatever happens meanwhile, and never over something newer. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
final class RedriveIT {
    private static final RedriveOptions PLAIN = RedriveOptions.of(DeadLetterFilter.ALL);

    @RegisterExtension
    static final Kafka kafka = new Kafka();

    private RejectingShop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new RejectingShop(kafka);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private RedriveReport redrive(RedriveOptions options) throws Exception {
        return shop.rejected().redrive(options, plan -> true, ProgressListener.SILENT);
    }

    private static RedriveOptions at(double rate) {
        return new RedriveOptions(DeadLetterFilter.ALL, 3, false, rate, false, Optional.empty());
    }

    private static RedriveOptions reasons(RejectionReason... reasons) {
        return RedriveOptions.of(new DeadLetterFilter(
                Set.of(reasons), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void everyEventIsSentAgainOnceWithItsKeyBytesHeadersAndPlace() throws Exception {
        EventRecord original = shop.upload("item-0", "image 0", new EventHeader("ce_gender", "Women".getBytes(UTF_8)));
        shop.reject(original, TOO_MANY_PIXELS);

        RedriveReport first = redrive(PLAIN);
        RedriveReport second = redrive(PLAIN);

        assertThat(first.redriven()).isEqualTo(1);
        assertThat(second.redriven()).isZero();
        assertThat(second.leftOut()).containsExactly(Map.entry(SkipReason.REDRIVEN, 1L));
        List<ConsumerRecord<byte[], byte[]>> events =
                shop.committed(shop.topics().images());
        assertThat(events).hasSize(2);
        ConsumerRecord<byte[], byte[]> again = events.get(1);
        assertThat(again.partition()).isEqualTo(original.partition());
        assertThat(again.key()).isEqualTo("item-0".getBytes(UTF_8));
        assertThat(again.value()).isEqualTo("image 0".getBytes(UTF_8));
        assertThat(RejectingShop.header(again, "ce_gender")).isEqualTo("Women");
        assertThat(RejectingShop.header(again, "ce_replaycount")).isEqualTo("1");
    }

    @Test
    void aReferenceIsSentAgainWithAnEmptyValueAndNotAsADeletion() throws Exception {
        EventHeader key = new EventHeader("ce_dataref", "images/1.jpg".getBytes(UTF_8));
        shop.reject(shop.upload("item-0", "", key), REF_NOT_FOUND);

        RedriveReport report = redrive(PLAIN);

        assertThat(report.redriven()).isEqualTo(1);
        ConsumerRecord<byte[], byte[]> again =
                shop.committed(shop.topics().images()).get(1);
        assertThat(again.value()).isNotNull().isEmpty();
        assertThat(RejectingShop.header(again, "ce_dataref")).isEqualTo("images/1.jpg");
    }

    @Test
    void aRedriveThatIsKilledAgainAndAgainSendsEachOnce() throws Exception {
        shop.rejectMany(300);
        for (int round = 0; round < 2; round++) {
            Process process = process(60);
            try (BufferedReader settled = process.inputReader()) {
                for (int line = 0; line < 3; line++) {
                    assertThat(settled.readLine()).isNotNull();
                }
                process.destroyForcibly().waitFor();
            }
        }
        int before = shop.replays().size();

        RedriveReport report = redrive(PLAIN);

        assertThat(before).isBetween(2, 299);
        assertThat(report.redriven()).isEqualTo(300 - before);
        assertThat(report.leftOut()).containsExactly(Map.entry(SkipReason.REDRIVEN, (long) before));
        assertThat(shop.replays()).hasSize(300).values().containsOnly(1);
    }

    private Process process(int rate) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RedrivingProcess.class.getName(),
                        kafka.bootstrapServers(),
                        shop.topics().images().replace("images", ""),
                        Integer.toString(rate))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void ofTwoAtOnceTheLaterTakesOverAndEachIsSentOnce() throws Exception {
        shop.rejectMany(200);
        CountDownLatch underWay = new CountDownLatch(2);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<RedriveReport> slow = thread.submit(
                () -> shop.rejected().redrive(at(20), plan -> true, (settled, items) -> underWay.countDown()));
        underWay.await();

        RedriveReport fast = redrive(PLAIN);

        assertThatThrownBy(slow::get).cause().isInstanceOf(IOException.class).hasMessageContaining("took over");
        thread.shutdown();
        assertThat(fast.redriven()).isBetween(1L, 199L);
        assertThat(shop.replays()).hasSize(200).values().containsOnly(1);
    }

    @Test
    void anImageThatWasUploadedAnewOrDeletedSinceIsNotOverwritten() throws Exception {
        for (String item : List.of("replaced", "deleted", "untouched")) {
            shop.reject(shop.upload(item, "old"), TOO_MANY_PIXELS);
        }
        shop.upload("replaced", "new");
        shop.delete("deleted");

        RedriveReport report = redrive(PLAIN);

        assertThat(report.leftOut()).containsExactly(Map.entry(SkipReason.NEWER, 2L));
        assertThat(shop.replays()).containsOnlyKeys("untouched");

        RedriveReport forced = redrive(
                new RedriveOptions(DeadLetterFilter.ALL, 3, true, Double.POSITIVE_INFINITY, false, Optional.empty()));
        assertThat(forced.redriven()).isEqualTo(2);
    }

    @Test
    void anUploadDuringTheRedriveIsNotOverwritten() throws Exception {
        shop.rejectMany(40);
        List<String> newer = new ArrayList<>();

        RedriveReport report = shop.rejected()
                .redrive(
                        at(60),
                        plan -> {
                            shop.upload("item-7", "new");
                            return true;
                        },
                        (settled, items) -> {
                            // of an item that may have been sent again by now, or not
                            if (newer.size() < 3) {
                                String item = "item-" + (39 - newer.size());
                                newer.add(item);
                                shop.upload(item, "new");
                            }
                        });

        assertThat(report.leftOut().getOrDefault(SkipReason.NEWER, 0L)).isPositive();
        assertThat(report.redriven() + report.leftOut().getOrDefault(SkipReason.NEWER, 0L))
                .isEqualTo(40);
        Map<String, Integer> replays = shop.replays();
        assertThat(replays).doesNotContainKey("item-7");
        for (int i = 0; i < 40; i++) {
            if (i != 7 && !newer.contains("item-" + i)) {
                assertThat(replays).as("nothing stood against it").containsEntry("item-" + i, 1);
            }
        }
        assertThat(last(newer)).isNotEmpty().values().containsOnly("new");
    }

    /** The last state of these items. */
    private Map<String, String> last(List<String> items) throws Exception {
        Map<String, String> last = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                shop.committed(shop.topics().images())) {
            String item = new String(record.key(), UTF_8);
            if (items.contains(item)) {
                last.put(item, new String(record.value(), UTF_8));
            }
        }
        return last;
    }

    @Test
    void anEventThatCompactionHasTakenHadASuccessor() throws Exception {
        EventRecord gone = aborted("item-0");
        shop.reject(gone, TOO_MANY_PIXELS);

        assertThat(redrive(PLAIN).leftOut()).containsExactly(Map.entry(SkipReason.NEWER, 1L));
    }

    /** A place that no reader finds a record at, as compaction leaves it. */
    private EventRecord aborted(String item) throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put("transactional.id", "aborting-" + shop.topics().images());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            RecordMetadata place = producer.send(
                            new ProducerRecord<>(shop.topics().images(), item.getBytes(UTF_8), new byte[] {1}))
                    .get();
            producer.flush();
            producer.abortTransaction();
            return new EventRecord(
                    place.topic(),
                    place.partition(),
                    place.offset(),
                    0,
                    Optional.of(item.getBytes(UTF_8)),
                    Optional.of(new byte[] {1}),
                    List.of());
        }
    }

    @Test
    void queriesAndDeletionsAreSentAgainToo() throws Exception {
        shop.reject(shop.query("query-1", "image"), UNSUPPORTED_VERSION);
        shop.reject(shop.delete("item-1"), UNSUPPORTED_VERSION);

        assertThat(redrive(PLAIN).redriven()).isEqualTo(2);
        assertThat(shop.replays()).containsOnlyKeys("query-1", "item-1");
        assertThat(shop.committed(shop.topics().images()))
                .allSatisfy(record -> assertThat(record.value()).isNull());
    }

    @Test
    void whatReplayCannotMendIsSentOnlyIfItsReasonIsNamed() throws Exception {
        shop.reject(shop.upload("broken", "image"), CORRUPT);
        shop.reject(shop.upload("large", "image"), TOO_MANY_PIXELS);

        assertThat(redrive(PLAIN).leftOut()).containsExactly(Map.entry(SkipReason.NOT_MENDABLE, 1L));
        assertThat(shop.replays()).containsOnlyKeys("large");
        assertThat(redrive(reasons(CORRUPT)).redriven()).isEqualTo(1);
        assertThat(shop.replays()).containsOnlyKeys("broken", "large");
    }

    @Test
    void anEventDoesNotGoRoundForEver() throws Exception {
        EventHeader twice = new EventHeader("ce_replaycount", "2".getBytes(UTF_8));
        EventHeader thrice = new EventHeader("ce_replaycount", "3".getBytes(UTF_8));
        shop.reject(shop.upload("item-2", "image", twice), TOO_MANY_PIXELS);
        shop.reject(shop.upload("item-3", "image", thrice), TOO_MANY_PIXELS);

        RedriveReport report = redrive(PLAIN);

        assertThat(report.redriven()).isEqualTo(1);
        assertThat(report.leftOut()).containsExactly(Map.entry(SkipReason.TOO_OFTEN, 1L));
    }

    @Test
    void foreignRecordsAreLeftOutAndHarmNothing() throws Exception {
        String topic = shop.topics().rejected();
        shop.send(new ProducerRecord<>(topic, null, null));
        shop.send(new ProducerRecord<>(topic, new byte[] {(byte) 0xFF, 27}, new byte[] {1, 2, 3}));
        shop.reject(
                new EventRecord(
                        "payments", 0, 0, 0, Optional.of(new byte[] {1}), Optional.of(new byte[] {2}), List.of()),
                TOO_MANY_PIXELS);
        EventRecord nowhere = new EventRecord(
                shop.topics().images(),
                99,
                5,
                0,
                Optional.of(new byte[] {'a'}),
                Optional.of(new byte[] {2}),
                List.of());
        shop.reject(nowhere, TOO_MANY_PIXELS);
        EventRecord future = new EventRecord(
                shop.topics().images(),
                0,
                1L << 50,
                0,
                Optional.of(new byte[] {'b'}),
                Optional.of(new byte[] {2}),
                List.of());
        shop.reject(future, TOO_MANY_PIXELS);
        shop.rejectMany(3);

        RedriveReport report = redrive(PLAIN);

        assertThat(report.redriven()).isEqualTo(3);
        assertThat(report.leftOut())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(SkipReason.FOREIGN, 2L, SkipReason.NOT_WHOLE, 2L, SkipReason.NEWER, 1L));
    }

    @Test
    void aDryRunAndARefusalSendNothing() throws Exception {
        shop.rejectMany(3);

        RedriveReport dry = redrive(
                new RedriveOptions(DeadLetterFilter.ALL, 3, false, Double.POSITIVE_INFINITY, true, Optional.empty()));
        RedriveReport declined = shop.rejected().redrive(PLAIN, plan -> false, ProgressListener.SILENT);

        assertThat(dry.stop()).isEqualTo(Stop.DRY_RUN);
        assertThat(dry.chosen()).containsExactly(Map.entry(TOO_MANY_PIXELS, 3L));
        assertThat(declined.stop()).isEqualTo(Stop.DECLINED);
        assertThat(shop.replays()).isEmpty();
    }

    @Test
    void anInterruptEndsItAndTheNextGoesOn() throws Exception {
        shop.rejectMany(30);
        Thread redriving = Thread.currentThread();

        RedriveReport report = shop.rejected().redrive(at(20), plan -> true, (settled, items) -> redriving.interrupt());

        assertThat(report.stop()).isEqualTo(Stop.INTERRUPTED);
        assertThat(report.redriven()).isBetween(1L, 29L);
        assertThat(redrive(PLAIN).redriven()).isEqualTo(30 - report.redriven());
        assertThat(shop.replays()).hasSize(30).values().containsOnly(1);
    }

    @Test
    void theRateIsKept() throws Exception {
        shop.rejectMany(30);

        assertThat(redrive(at(30)).elapsed()).isGreaterThan(Duration.ofMillis(900));
    }
}
