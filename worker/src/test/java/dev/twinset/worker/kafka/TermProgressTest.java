package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.EventRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TermProgressTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final TopicPartition IMAGES = new TopicPartition("images", 1);
    private static final ServingModel SECOND =
            ServingModel.first("old", NOW).switching("new", false).switched(Map.of("images", Map.of(1, 100L)), NOW);
    private static final Role ANSWERS = new Role("new", 3, Optional.of(SECOND), false);
    private static final Role BUILDS = new Role("old", 3, Optional.of(SECOND), false);

    private final TermProgress progress = new TermProgress(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void whatTheModelBeforeAnsweredIsBuiltAndTheRestIsAnswered() {
        progress.start(ANSWERS, IMAGES, null);
        assertThat(built(ANSWERS, 98, 99, 100, 101)).isEqualTo(places(0, 1));
    }

    @Test
    void aCommitSaysWhetherTheTermHasBegunThere() {
        progress.start(ANSWERS, IMAGES, null);
        assertThat(stamp(ANSWERS, 99)).isEqualTo(new CommitStamp(NOW, 0));
        assertThat(stamp(ANSWERS, 100)).isEqualTo(new CommitStamp(NOW, 2));
    }

    @Test
    void aModelThatDoesNotAnswerBuildsEverything() {
        progress.start(BUILDS, IMAGES, null);
        assertThat(built(BUILDS, 99, 100, 500)).isEqualTo(places(0, 1, 2));
        assertThat(stamp(BUILDS, 501)).isEqualTo(new CommitStamp(NOW, 0));
    }

    @Test
    void aTopicThatIsMadeAgainInTheMiddleOfATermIsAnsweredFromItsBeginning() {
        progress.start(ANSWERS, IMAGES, committed(130, 2));
        assertThat(built(ANSWERS, 0, 1)).isEqualTo(places());
        assertThat(stamp(ANSWERS, 2)).isEqualTo(new CommitStamp(NOW, 2));

        progress.start(ANSWERS, IMAGES, committed(2, 2)); // after a restart
        assertThat(built(ANSWERS, 2)).isEqualTo(places());
    }

    @Test
    void aRewindForgetsWhatWasNotCommitted() {
        progress.start(ANSWERS, IMAGES, null);
        assertThat(built(ANSWERS, 100)).isEqualTo(places());
        progress.start(ANSWERS, IMAGES, committed(90, 0));
        assertThat(built(ANSWERS, 90)).isEqualTo(places(0));
    }

    /** A worker that dies before all missed deletions are committed leaves the rest to the next. */
    @Test
    void aPartitionWithMissedDeletionsStillCountsAsUnread() {
        Map<TopicPartition, OffsetAndMetadata> stamped =
                progress.stamped(ANSWERS, Map.of(IMAGES, new OffsetAndMetadata(90)), Set.of(IMAGES));
        assertThat(CommitStamp.of(requireNonNull(stamped.get(IMAGES)).metadata()))
                .hasValueSatisfying(stamp -> assertThat(stamp.time()).isEqualTo(Instant.EPOCH));
    }

    private BitSet built(Role role, long... offsets) {
        List<EventRecord> records = Arrays.stream(offsets)
                .mapToObj(offset -> new EventRecord(
                        "images", 1, offset, 0, Optional.of(new byte[] {1}), Optional.empty(), List.of()))
                .toList();
        return progress.built(role, records);
    }

    private CommitStamp stamp(Role role, long next) {
        OffsetAndMetadata stamped =
                requireNonNull(progress.stamped(role, Map.of(IMAGES, new OffsetAndMetadata(next)), Set.of())
                        .get(IMAGES));
        assertThat(stamped.offset()).isEqualTo(next);
        return CommitStamp.of(stamped.metadata()).orElseThrow();
    }

    private static OffsetAndMetadata committed(long offset, long term) {
        return new OffsetAndMetadata(offset, new CommitStamp(NOW, term).text());
    }

    private static BitSet places(int... places) {
        BitSet bits = new BitSet();
        Arrays.stream(places).forEach(bits::set);
        return bits;
    }
}
