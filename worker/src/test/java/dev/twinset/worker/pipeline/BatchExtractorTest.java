package dev.twinset.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.ExtractedBatch.Embedded;
import dev.twinset.worker.pipeline.ExtractedBatch.Rejected;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.reference.ImageSource;
import dev.twinset.worker.reference.ImageStoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchExtractorTest {
    private static final EventCodec CODEC = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
    private static final int LARGE = 5 << 20;

    private final Sizes extractor = new Sizes();

    @Test
    void whatIsReferredToIsReadAndDecodedInPartsAndComesInOrder() {
        List<EventRecord> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(i % 5 == 3 ? record("inline", new byte[i + 1]) : reference("size " + (LARGE + i)));
        }

        List<ExtractedBatch.Entry> entries = extract(records).entries();

        for (int i = 0; i < 20; i++) {
            float[] vector = ((Embedded) entries.get(i)).vector();
            assertThat(vector[0]).as("entry %s", i).isEqualTo(i % 5 == 3 ? i + 1 : LARGE + i);
        }
        assertThat(extractor.bytes)
                .hasSizeGreaterThan(1)
                .allSatisfy(bytes -> assertThat(bytes).isLessThan((32L << 20) + ImageReferences.AT_ONCE * (8L << 20)));
    }

    @Test
    void oneThatCannotBeReadIsRejectedAndTheOthersGoOn() {
        List<ExtractedBatch.Entry> entries = extract(
                        List.of(reference("size 7"), reference("none"), record("a", new byte[3])))
                .entries();

        assertThat(((Embedded) entries.get(0)).vector()[0]).isEqualTo(7);
        assertThat(((Rejected) entries.get(1)).rejection().reason()).isEqualTo(RejectionReason.REF_NOT_FOUND);
        assertThat(((Embedded) entries.get(2)).vector()[0]).isEqualTo(3);
    }

    @Test
    void aStoreThatIsAwayFailsTheBatch() {
        assertThatThrownBy(() -> extract(List.of(record("a", new byte[3]), reference("away"))))
                .isInstanceOf(ImageStoreException.class);
    }

    private ExtractedBatch extract(List<EventRecord> records) {
        try (ImageReferences references = new ImageReferences(Optional.of(new Zeros()), Duration.ofSeconds(20))) {
            WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
            return new BatchExtractor(CODEC, AnswerOptions.DEFAULT, extractor, references, metrics, record -> {})
                    .extract(0, records);
        }
    }

    private static EventRecord reference(String key) {
        return record("referred", new byte[0], new EventHeader("ce_dataref", key.getBytes(UTF_8)));
    }

    private static EventRecord record(String id, byte[] value, EventHeader... headers) {
        return new EventRecord(
                Topics.DEFAULT.images(),
                0,
                0,
                0,
                Optional.of(id.getBytes(UTF_8)),
                Optional.of(value),
                List.of(headers));
    }

    /** {@code size N} is an image of N bytes. */
    private static final class Zeros implements ImageSource {
        @Override
        public byte[] read(String key) throws IOException, RejectedEventException {
            if (key.equals("away")) {
                throw new IOException("away");
            }
            if (key.equals("none")) {
                throw ImageSource.refusal(RejectionReason.REF_NOT_FOUND, key, "does not exist");
            }
            return new byte[Integer.parseInt(key.substring(5))];
        }

        @Override
        public void check() {
            // always there
        }

        @Override
        public String toString() {
            return "zeros";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    /** An image's feature is its size. */
    private static final class Sizes implements FeatureExtractor {
        private final List<Long> bytes = new ArrayList<>();

        @Override
        public String modelId() {
            return "sizes";
        }

        @Override
        public MatchCalibration calibration() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public List<Extraction> extract(List<byte[]> images) {
            bytes.add(images.stream().mapToLong(image -> image.length).sum());
            return images.stream()
                    .<Extraction>map(image -> new Extraction.Feature(new float[] {image.length}))
                    .toList();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
