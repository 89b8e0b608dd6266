package dev.twinset.producer.publish;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * The outcome of publishing a catalogue.
 *
 * @param items how many were to be published
 * @param acknowledged how many Kafka has confirmed, this time
 * @param resumed how many were left out because an earlier, interrupted run had published them
 * @param unpublished those that could not be: no such file, unreadable, too large, not a usable id; catalogue's order
 * @param bytes of the acknowledged images
 * @param notices what was corrected or left out of the catalogue, a sentence each
 * @param interrupted whether it was stopped before its end: then {@code resumed + acknowledged + unpublished} is less
 *     than {@code items}
 */
public record PublishReport(
        int items,
        int acknowledged,
        int resumed,
        List<Unpublished> unpublished,
        long bytes,
        Duration elapsed,
        List<String> notices,
        boolean interrupted) {
    public PublishReport {
        unpublished = List.copyOf(unpublished);
        notices = List.copyOf(notices);
        requireNonNull(elapsed, "elapsed is null");
    }

    /** Whether there were items to publish and Kafka has none of them. */
    public boolean nothing() {
        return items > 0 && acknowledged + resumed == 0;
    }

    public double imagesPerSecond() {
        return acknowledged / Math.max(1e-9, elapsed.toNanos() / 1e9);
    }
}
