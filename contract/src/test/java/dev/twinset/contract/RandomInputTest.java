package dev.twinset.contract;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.TOPICS;
import static dev.twinset.contract.Samples.arrived;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.result.RecommendationsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes arrive: an event, or a rejection whose dead letter can be written and read; never another exception.
 */
final class RandomInputTest {
    private static final long SEED = 20260302;
    private static final int RECORDS = 40_000;

    private static final List<String> NAMES = List.of(
            HeaderNames.SPEC_VERSION,
            HeaderNames.ID,
            HeaderNames.SOURCE,
            HeaderNames.TYPE,
            HeaderNames.TIME,
            HeaderNames.SUBJECT,
            HeaderNames.TRACE_PARENT,
            HeaderNames.CE_TRACE_PARENT,
            HeaderNames.CONTENT_TYPE,
            HeaderNames.CONTENT_SHA256,
            HeaderNames.DATA_REF,
            HeaderNames.SESSION,
            HeaderNames.BATCH,
            HeaderNames.REASON,
            "ce_gender",
            "ce_limit",
            "",
            "ce_");
    private static final List<String> VALUES = List.of(
            "1.0",
            EventTypes.IMAGE_UPLOADED,
            EventTypes.IMAGE_QUERIED,
            EventTypes.IMAGE_DELETED,
            EventTypes.FEATURE,
            "2026-03-01T10:00:00Z",
            "-999999999-01-01T00:00:00+18:00",
            Samples.TRACE,
            "application/cloudevents+json",
            "item",
            "");

    private final Random random = new Random(SEED);

    @Test
    void everyRecordBecomesAnEventOrADeadLetter() {
        int served = 0;
        for (int i = 0; i < RECORDS; i++) {
            EventRecord record = record();
            try {
                assertThat(CODEC.event(record).subject()).isNotEmpty();
                served++;
            } catch (RejectedEventException e) {
                RejectedImage read = CODEC.rejected(arrived(CODEC.rejected(record, e.rejection())));
                assertThat(read.rejection().reason()).isEqualTo(e.rejection().reason());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", record " + i + ": " + record, e);
            }
        }
        assertThat(served).isBetween(RECORDS / 100, RECORDS * 99 / 100);
    }

    @Test
    void otherTopicsReadRandomRecordsOrSayWhatIsWrong() {
        for (int i = 0; i < RECORDS / 4; i++) {
            EventRecord record = record();
            readOrRefuse(i, () -> CODEC.feature(record, 2));
            readOrRefuse(i, () -> CODEC.recommendations(record));
            readOrRefuse(i, () -> CODEC.rejected(record));
        }
    }

    @Test
    void answersWithFlippedBytesAreReadOrRefused() {
        byte[] json = new RecommendationsJson().write(Samples.answerWithEverything());
        for (int i = 0; i < RECORDS / 4; i++) {
            byte[] damaged = json.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            readOrRefuse(i, () -> CODEC.recommendations(Samples.record("t", new byte[] {'k'}, damaged)));
        }
    }

    private static void readOrRefuse(int i, Runnable read) {
        try {
            read.run();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + SEED + ", record " + i, e);
        }
    }

    private EventRecord record() {
        List<EventHeader> headers = new ArrayList<>();
        for (int count = random.nextInt(40) - 20; count > 0; count -= random.nextInt(4)) {
            headers.add(new EventHeader(name(), value()));
        }
        return new EventRecord(
                random.nextBoolean() ? TOPICS.images() : TOPICS.queries(),
                random.nextInt(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value()),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value()),
                headers);
    }

    private String name() {
        return random.nextInt(8) == 0 ? new String(bytes(), ISO_8859_1) : NAMES.get(random.nextInt(NAMES.size()));
    }

    private byte[] value() {
        return switch (random.nextInt(3)) {
            case 0 -> bytes();
            case 1 -> Samples.utf8(Integer.toString(random.nextInt()));
            default -> Samples.utf8(VALUES.get(random.nextInt(VALUES.size())));
        };
    }

    private byte[] bytes() {
        int size = random.nextInt(1000) == 0 ? 5000 : random.nextInt(24);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
