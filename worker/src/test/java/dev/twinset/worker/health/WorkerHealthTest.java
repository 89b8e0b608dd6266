package dev.twinset.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerHealthTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // nanoTime may wrap around
    private final WorkerHealth health = new WorkerHealth(Duration.ofSeconds(10), nanos::get);

    @Test
    void aStartingWorkerIsLiveAndNotReady() {
        assertThat(health.notLive()).isEmpty();
        assertThat(health.notReady()).containsExactly("the worker is starting");

        health.restoring(1234);
        assertThat(health.notReady()).singleElement().asString().contains("1234 items so far");

        health.restored();
        assertThat(health.notReady()).containsExactly("the worker is not yet a member of its group");

        health.joined(true);
        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void aLoopThatTurnsIsLiveAndOneThatStopsTurningIsNot() {
        serve();
        for (int turn = 0; turn < 100; turn++) {
            health.polling().begin();
            pass(Duration.ofSeconds(1));
            assertThat(health.notLive()).isEmpty();
        }

        pass(Duration.ofSeconds(10));
        assertThat(health.notLive())
                .containsExactly("the poll loop has made no progress for 11 s, expected at most 10 s");
        assertThat(health.notReady()).isEqualTo(health.notLive());

        health.polling().begin();
        assertThat(health.notLive()).isEmpty();
    }

    @Test
    void aStageWithNothingToDoIsLive() {
        serve();
        health.searching().begin();
        health.searching().end();
        pass(Duration.ofHours(1));

        assertThat(health.notLive()).isEmpty();
        assertThat(health.notReady()).isEmpty();
    }

    @Test
    void everythingThatIsStuckIsNamed() {
        serve();
        health.extracting().begin();
        health.following().begin();
        health.indexing().begin();
        pass(Duration.ofSeconds(11));

        assertThat(health.notLive())
                .containsExactly(
                        "the follower of the changelog has made no progress for 11 s, expected at most 10 s",
                        "the indexer, which copies the changelog to the search engine, has made no progress for 11 s,"
                                + " expected at most 10 s",
                        "the extraction of a batch has made no progress for 11 s, expected at most 10 s");
    }

    @Test
    void aStoppingWorkerIsLiveAndNotReady() {
        serve();
        health.stopping();

        assertThat(health.notLive()).isEmpty();
        assertThat(health.notReady()).containsExactly("the worker is stopping");
    }

    private void serve() {
        health.restored();
        health.joined(true);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
