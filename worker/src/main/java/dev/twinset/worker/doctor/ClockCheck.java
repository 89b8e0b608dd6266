package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.ClusterFacts.ClockOffset;
import dev.twinset.worker.doctor.Finding.Notes;
import java.time.Duration;
import java.util.Optional;

/** Whether this machine's clock goes as the cluster's does: times of events and latencies rest on it. */
final class ClockCheck {
    static final String NAME = "clock";
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    private ClockCheck() {}

    static Finding examine(ClusterFacts facts) {
        Optional<ClockOffset> known = facts.clock().value();
        if (known.isEmpty()) {
            String why = facts.clock().isForbidden()
                    ? "this user may not ask the controller (Describe on the cluster); a worker need not"
                    : "the controller does not tell: " + facts.clock().why();
            return Finding.skipped(NAME, why);
        }
        Notes notes = new Notes(NAME);
        Duration apart = known.get().ahead().abs();
        String seen = "this clock is " + apart.toMillis() + " ms "
                + (known.get().ahead().isNegative() ? "ahead of" : "behind") + " the controller's, give or take "
                + known.get().precision().toMillis();
        if (apart.minus(known.get().precision()).compareTo(TOLERATED) > 0) {
            notes.warn(
                    seen + " ms: times of events and latencies are wrong by that",
                    "let NTP set the clock of this machine and of the brokers");
        }
        return notes.finding(seen);
    }
}
