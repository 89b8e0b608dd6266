package dev.twinset.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.reference.ImageReferences;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose fault it is when the extractor fails. */
class ExtractorFailureTest {
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());

    private ExtractedBatch extract(RuntimeException failure) {
        EventRecord record = new EventRecord(
                Topics.DEFAULT.images(),
                0,
                0,
                0,
                Optional.of("a".getBytes(UTF_8)),
                Optional.of("image".getBytes(UTF_8)),
                List.of());
        EventCodec codec = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
        return new BatchExtractor(
                        codec, AnswerOptions.DEFAULT, new Failing(failure), ImageReferences.off(), metrics, each -> {})
                .extract(0, List.of(record));
    }

    @Test
    void aDecoderThatFailsRejectsTheImage() {
        extract(new IllegalStateException("a bug")).countOutcomes(metrics);
        assertThat(metrics.answeredEvents()).isEqualTo(1);
    }

    @Test
    void lackOfMemoryIsNeverAnImagesFault() {
        OutOfMemoryError noMemory = new OutOfMemoryError("no native memory");
        assertThatThrownBy(() -> extract(new IllegalStateException("extraction failed", noMemory)))
                .isSameAs(noMemory);
    }

    private record Failing(RuntimeException failure) implements FeatureExtractor {
        @Override
        public String modelId() {
            return "m";
        }

        @Override
        public MatchCalibration calibration() {
            return new MatchCalibration(List.of());
        }

        @Override
        public int dimension() {
            return 4;
        }

        @Override
        public List<Extraction> extract(List<byte[]> images) {
            throw failure;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
