package dev.twinset.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DemoOutputTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long now = Duration.ofDays(1).toNanos();

    @Test
    void aResultIsOneReadableLine() {
        DemoOutput screen = screen(true, false);
        screen.result(answer("shoe"));
        assertThat(out.toString()).isEqualToNormalizingNewlines("shoe         ->  boot 0.988 (99 %)  sock 0.500\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anEyeCanFollow() {
        DemoOutput screen = screen(true, false);
        for (int millis = 0; millis < 10_000; millis++) {
            now += Duration.ofMillis(1).toNanos();
            screen.result(answer("shoe"));
        }
        assertThat(out.toString().lines().count()).isBetween(195L, 211L);
    }

    @Test
    void aBatchAfterASilenceShowsMoreThanOneLine() {
        DemoOutput screen = screen(true, false);
        now += Duration.ofSeconds(9).toNanos();
        for (int i = 0; i < 256; i++) {
            screen.result(answer("shoe"));
        }
        assertThat(out.toString().lines().count()).isBetween(10L, 12L);
    }

    @Test
    void theStateIsForTerminalsAlone() {
        now += 1;
        screen(true, false).state("1 of 2");
        assertThat(err.toString()).isEmpty();
        screen(true, true).state("1 of 2");
        assertThat(err.toString()).contains("1 of 2").doesNotContain("\n");
    }

    @Test
    void machinesSeeNoResults() {
        DemoOutput screen = screen(false, false);
        screen.result(answer("shoe"));
        screen.rejection("sock", "empty");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anIdCannotSteerTheTerminal() {
        screen(true, false).rejection("a\u001b[2Jb\u202e", "not an image");
        assertThat(out.toString()).startsWith("a?[2Jb? ");
    }

    private DemoOutput screen(boolean results, boolean live) {
        return new DemoOutput(new PrintWriter(out), new PrintWriter(err), results, live, () -> now);
    }

    private static Recommendations answer(String item) {
        return new Recommendations(
                item,
                "event",
                "model",
                List.of(
                        new Recommendation(1, "boot", 0.9876f, OptionalDouble.of(0.9876)),
                        new Recommendation(2, "sock", 0.5f, OptionalDouble.empty())),
                new Snapshot(3, Map.of(), "session", 1, 1, true));
    }
}
