package dev.twinset.producer.rejected;

import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.RejectionReason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which dead letters are meant; all conditions must hold.
 *
 * @param reasons any of them; empty for all
 * @param since rejected then or later
 * @param until rejected before
 * @param item of this item or query
 * @param event of the event with this id
 */
public record DeadLetterFilter(
        Set<RejectionReason> reasons,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> item,
        Optional<String> event)
        implements Predicate<DeadLetter> {
    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public DeadLetterFilter {
        reasons = Set.copyOf(reasons);
        if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
            throw new IllegalArgumentException(
                    "--since is " + since.get() + ", expected a time before --until, " + until.get());
        }
    }

    /** What is not a dead letter has a time, but no reason, item or event. */
    @Override
    public boolean test(DeadLetter letter) {
        boolean timely = since.map(time -> !letter.timestamp().isBefore(time)).orElse(true)
                && until.map(time -> letter.timestamp().isBefore(time)).orElse(true);
        boolean anyContent = reasons.isEmpty() && item.isEmpty() && event.isEmpty();
        return timely
                && (anyContent
                        || letter.image().filter(image -> meant(letter, image)).isPresent());
    }

    private boolean meant(DeadLetter letter, RejectedImage image) {
        return (reasons.isEmpty() || reasons.contains(image.rejection().reason()))
                && item.map(letter.item()::equals).orElse(true)
                && event.map(image.eventId()::equals).orElse(true);
    }
}
