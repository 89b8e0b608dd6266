package dev.twinset.worker.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.worker.models.ModelSwitch.Outcome;
import dev.twinset.worker.models.ModelSwitch.Terms;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a switch writes, when it refuses, and how it ends; without a broker. */
class ModelSwitchTest {
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
    private static final Terms TERMS = new Terms(false, 500, Duration.ofSeconds(60));
    private static final Map<String, Map<Integer, Long>> FROM = Map.of("catalog.images", Map.of(0, 7L));

    private final FakeModelCluster cluster = new FakeModelCluster();
    private Instant now = START;

    /** What happens while the switch waits. */
    private Runnable meanwhile = () -> {};

    private final ModelSwitch models = new ModelSwitch(cluster, FakeModelCluster.RECORDS, clock(), time -> {
        now = now.plusSeconds(1);
        meanwhile.run();
    });

    private Clock clock() {
        InstantSource time = () -> now;
        return time.withZone(ZoneOffset.UTC);
    }

    @BeforeEach
    void twoModels() {
        cluster.workers.put("old", 2);
        cluster.workers.put("new", 1);
        cluster.serving(ServingModel.first("old", START));
        cluster.changes = 0;
    }

    private ServingModel serving() {
        return cluster.state.serving().orElseThrow();
    }

    private void takeOver() {
        if (serving().next().isPresent()) {
            cluster.serving(serving().switched(FROM, now));
        }
    }

    @Test
    void aWorkerOfTheNewModelTakesOver() throws Exception {
        meanwhile = this::takeOver;
        Outcome outcome = models.to("new", new Terms(true, 500, Duration.ofSeconds(60)));
        assertThat(outcome.serving())
                .isEqualTo(new ServingModel(
                        2, "new", Optional.empty(), Optional.of("old"), START.plusSeconds(1), Optional.of(FROM), true));
        assertThat(outcome.silence()).contains(Duration.ofSeconds(1));
        assertThat(cluster.changes).isEqualTo(2);
    }

    @Test
    void theRecordOfTheCommandIsSeenLate() throws Exception {
        cluster.beforeChange = () -> cluster.stale = 2;
        meanwhile = () -> {
            if (cluster.stale < 0) {
                takeOver();
            }
        };
        assertThat(models.to("new", TERMS).silence()).contains(Duration.ofSeconds(3));
    }

    @Test
    void backIsASwitchToTheModelBefore() throws Exception {
        meanwhile = this::takeOver;
        models.to("new", TERMS);
        Outcome outcome = models.back(TERMS);
        assertThat(outcome.serving().model()).isEqualTo("old");
        assertThat(outcome.serving().term()).isEqualTo(3);
        assertThat(outcome.serving().previous()).contains("new");
    }

    @Test
    void nobodyTakesOver() {
        assertRefused(
                () -> models.to("new", TERMS),
                "no worker of model new took over in time, so old answers again: the logs of the workers of new say why");
        assertThat(now).isEqualTo(START.plusSeconds(60));
        assertThat(serving()).isEqualTo(ServingModel.first("old", START));
    }

    @Test
    void aWorkerTakesOverInTheVeryMomentOfTheCancellation() throws Exception {
        cluster.beforeChange = () -> {
            if (now.isAfter(START)) {
                takeOver();
            }
        };
        assertThat(models.to("new", TERMS).serving().model()).isEqualTo("new");
    }

    @Test
    void somebodyElseTakesTheSwitchBack() {
        meanwhile = () -> cluster.serving(serving().cancelled());
        assertRefused(() -> models.to("new", TERMS), "somebody else took the switch to new back: old answers");
    }

    @Test
    void theModelAnswersAlready() throws Exception {
        Outcome outcome = models.to("old", TERMS);
        assertThat(outcome.silence()).isEmpty();
        assertThat(cluster.changes).isZero();
    }

    @Test
    void aSwitchThatIsUnderWayIsContinuedWhateverHasBecomeOfItsWorkers() {
        cluster.serving(serving().switching("new", false));
        cluster.workers.put("new", 0);
        assertRefused(() -> models.to("new", TERMS), "old answers again");
        assertThat(cluster.changes).as("the cancellation alone").isEqualTo(2);
    }

    @Test
    void anotherSwitchIsUnderWay() {
        cluster.serving(serving().switching("new", false));
        cluster.workers.put("third", 1);
        String sentence = "a switch from old to new has been under way since 2026-11-28T12:00:00Z: twinset model switch"
                + " new continues it";
        assertRefused(() -> models.to("third", TERMS), sentence);
        assertRefused(() -> models.back(TERMS), sentence);
        assertRefused(() -> models.retire("new", TERMS.timeout()), sentence);
        assertThat(cluster.changes).isEqualTo(1);
    }

    @Test
    void anotherSwitchBeginsInTheVeryMoment() {
        cluster.workers.put("third", 1);
        cluster.beforeChange = () -> cluster.serving(serving().switching("third", false));
        assertRefused(() -> models.to("new", TERMS), "a switch from old to third has been under way since");
        assertThat(serving().next()).contains("third");
    }

    @Test
    void aModelThatCannotTakeOverIsRefused() throws Exception {
        assertRefused(
                () -> models.to("nwe", TERMS), "there is no model nwe here, but new, old: twinset model reindex FILE");

        cluster.lags.put("new", 1234L);
        assertRefused(() -> models.to("new", TERMS), "model new has not built 1,234 events yet, 500 are allowed");
        meanwhile = this::takeOver;
        assertThat(models.to("new", new Terms(false, Long.MAX_VALUE, TERMS.timeout()))
                        .serving()
                        .model())
                .isEqualTo("new");

        cluster.workers.put("old", 0);
        assertRefused(() -> models.back(TERMS), "no worker of model old runs, and only such a worker can take over");
    }

    @Test
    void theModelBeforeAnswersWhileTheNewOneCatchesUp() throws Exception {
        List<Long> lags = new ArrayList<>();
        cluster.lags.put("new", 400L);
        meanwhile = () -> {
            takeOver();
            if (serving().model().equals("old")) {
                lags.add(cluster.lags.merge("new", -150L, (lag, less) -> Math.max(50, lag + less)));
            }
        };
        Outcome outcome = models.to("new", TERMS);
        assertThat(lags).startsWith(250L, 100L, 50L).hasSizeBetween(5, 8);
        assertThat(outcome.silence()).contains(Duration.ofSeconds(1));
    }

    @Test
    void aModelThatIsRetiredNeverAnswersAgain() throws Exception {
        meanwhile = this::takeOver;
        models.to("new", TERMS);
        cluster.retired("old", now);
        assertRefused(() -> models.back(TERMS), "model old was retired at 2026-11-28T12:00:00Z and cannot answer");
        assertRefused(() -> models.to("old", TERMS), "model old was retired");
    }

    @Test
    void withoutAModelThatAnswersThereIsNothingToSwitch() {
        assertRefused(() -> models.back(TERMS), "there is no previous model: old is the first one that answers");
        FakeModelCluster empty = new FakeModelCluster();
        assertRefused(
                () -> new ModelSwitch(empty, FakeModelCluster.RECORDS, clock(), time -> {}).to("new", TERMS),
                "no model answers yet: the first worker that starts decides which one does");
    }

    @Test
    void aModelIsRetiredOnceItsWorkersHaveEnded() throws Exception {
        assertThat(models.workersToEnd("new")).isEqualTo(1);
        meanwhile = () -> cluster.workers.put("new", 0);
        models.retire("new", TERMS.timeout());
        assertThat(cluster.state.retired()).containsOnlyKeys("new");
        assertThat(cluster.models()).containsExactly("old");
        models.retire("new", TERMS.timeout()); // again, as after an interruption
        assertThat(cluster.changes).isEqualTo(1);
    }

    @Test
    void aModelIsNotRetired() {
        assertRefused(() -> models.retire("old", TERMS.timeout()), "model old answers: switch to another one first");
        assertRefused(() -> models.workersToEnd("nwe"), "there is no model nwe here");
        assertThat(cluster.changes).isZero();
        assertRefused(
                () -> models.retire("new", TERMS.timeout()),
                "model new is retired, but 1 worker of it did not end in time: stop them");
        assertThat(cluster.models()).contains("new");
    }

    private static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(sentence);
    }
}
