package dev.twinset.producer.rejected;

import dev.twinset.contract.rejection.RejectionReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a redrive.
 *
 * @param chosen dead letters that were to be sent again, by reason
 * @param redriven events that were sent again, each with its mark
 * @param leftOut dead letters that were asked for and not sent
 * @param stop why it ended early; empty if it did not
 * @param outcome what became of the events; empty if nobody waited
 */
public record RedriveReport(
        Map<RejectionReason, Long> chosen,
        long redriven,
        Map<SkipReason, Long> leftOut,
        Duration elapsed,
        Stop stop,
        Optional<Outcome> outcome) {
    /** Why nothing more was sent. */
    public enum Stop {
        DONE,
        DRY_RUN,
        DECLINED,
        INTERRUPTED
    }

    /**
     * @param answered events that have their answer
     * @param rejected events that were rejected again, by reason
     * @param open events that nobody has answered yet
     */
    public record Outcome(long answered, Map<RejectionReason, Long> rejected, long open) {
        public Outcome {
            rejected = Map.copyOf(rejected);
        }
    }

    public RedriveReport {
        chosen = Map.copyOf(chosen);
        leftOut = Map.copyOf(leftOut);
    }
}
