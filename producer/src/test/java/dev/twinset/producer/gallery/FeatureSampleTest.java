package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeatureSampleTest {
    private final EventCodec codec = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
    private final FeatureSample sample = new FeatureSample(Topics.DEFAULT, 100);

    @Test
    void drawsEvenlyAmongAllItems() {
        for (int i = 0; i < 10_000; i++) {
            sample.take(feature("item-" + i, 1, 0));
        }
        assertThat(sample.ids()).hasSize(100).doesNotHaveDuplicates();
        long early = sample.ids().stream()
                .filter(id -> Integer.parseInt(id.substring("item-".length())) < 5_000)
                .count();
        assertThat(early).isBetween(30L, 70L);
    }

    @Test
    void theLatestFeatureOfAnItemCountsAndADeletedItemIsLeftOut() {
        sample.take(feature("a", 1, 0));
        sample.take(feature("b", 1, 0));
        sample.take(feature("a", 0, 1));
        sample.take(record(codec.feature("model", new FeatureRecord("b", Optional.empty(), Map.of(), "session", 1))));
        assertThat(sample.ids()).containsExactly("a");
        assertThat(sample.values()).containsExactly(0, 1);
        assertThat(sample.dimension()).isEqualTo(2);
    }

    @Test
    void whatIsNoFeatureIsPassedOver() {
        sample.take(feature("a", 1, 0));
        sample.take(new EventRecord(
                "topic", 0, 0, 0, Optional.of("b".getBytes(UTF_8)), Optional.of(new byte[8]), List.of()));
        sample.take(new EventRecord("topic", 0, 0, 0, Optional.empty(), Optional.of(new byte[8]), List.of()));
        assertThat(sample.ids()).containsExactly("a");
    }

    private EventRecord feature(String id, float x, float y) {
        float[] vector = {x, y};
        return record(codec.feature("model", new FeatureRecord(id, Optional.of(vector), Map.of(), "session", 1)));
    }

    private static EventRecord record(OutgoingRecord sent) {
        return new EventRecord(sent.topic(), 0, 0, 0, Optional.of(sent.key()), sent.value(), sent.headers());
    }
}
