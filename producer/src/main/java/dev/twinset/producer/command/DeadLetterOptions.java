package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.producer.rejected.DeadLetterFilter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which dead letters; all that are given must hold. */
final class DeadLetterOptions {
    @Option(
            names = "--reason",
            paramLabel = "CODE",
            split = ",",
            description = "Rejected for this reason, such as TOO_MANY_PIXELS. May be repeated.")
    private List<RejectionReason> reasons = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Rejected then or later: 2h (s, m, h or d ago), 2026-11-26 or 2026-11-26T15:00:00Z.")
    private Optional<Instant> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Rejected before that time.")
    private Optional<Instant> until = Optional.empty();

    @Option(names = "--item", paramLabel = "ID", description = "Of this item or query.")
    private Optional<String> item = Optional.empty();

    @Option(
            names = "--event",
            paramLabel = "ID",
            description = "Of the event with this id (ce_id, else topic-partition-offset of the original).")
    private Optional<String> event = Optional.empty();

    /** Refuses times between which there is none. */
    DeadLetterFilter filter(CommandOutput output) {
        Set<RejectionReason> codes =
                reasons.isEmpty() ? EnumSet.noneOf(RejectionReason.class) : EnumSet.copyOf(reasons);
        try {
            return new DeadLetterFilter(codes, since, until, item, event);
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
    }
}
