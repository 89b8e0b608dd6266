package dev.twinset.worker.preflight.check;

import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterState.ClockOffset;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.time.Duration;
import java.util.Optional;

/** Whether this machine's clock agrees with the cluster's: event times and latencies depend on it. */
final class ClockCheck implements ClusterCheck {
    static final String NAME = "clock";
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding examine(ClusterState state) {
        Optional<ClockOffset> known = state.clock().value();
        if (known.isEmpty()) {
            return state.clock().isForbidden()
                    ? Finding.skipped(
                            NAME,
                            "this user may not ask the controller (Describe on the cluster); a worker does not need to")
                    : Finding.unknown(
                            NAME,
                            "the controller does not say: " + state.clock().why());
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
