package dev.twinset.producer.publish;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a catalogue is published.
 *
 * @param limit at most so many items, the catalogue's first
 * @param imagesPerSecond at most so many, evenly; infinite for as fast as it goes
 * @param state file that remembers what is acknowledged while publishing; removed when all of it is
 * @param resume leave out what {@code state} says is acknowledged
 * @param referencePrefix send the keys of the images in their place, with this before their paths in the catalogue's
 *     folder
 * @param asked what each upload asks of its answer, by the names of {@link dev.twinset.contract.option.AnswerOptions}
 */
public record PublishOptions(
        int limit,
        double imagesPerSecond,
        Optional<Path> state,
        boolean resume,
        Optional<String> referencePrefix,
        Map<String, String> asked) {
    /** All of it, as fast as it goes, without a state file. */
    public static final PublishOptions DEFAULT = new PublishOptions(
            Integer.MAX_VALUE, Double.POSITIVE_INFINITY, Optional.empty(), false, Optional.empty(), Map.of());

    public PublishOptions {
        requireNonNull(state, "state is null");
        asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 or more");
        }
        if (!(imagesPerSecond > 0)) {
            throw new IllegalArgumentException("rate is " + imagesPerSecond + " images/s, expected more than 0");
        }
        if (resume && state.isEmpty()) {
            throw new IllegalArgumentException("resume without a state file to resume from");
        }
    }

    public PublishOptions withLimit(int newLimit) {
        return new PublishOptions(newLimit, imagesPerSecond, state, resume, referencePrefix, asked);
    }

    public PublishOptions withRate(double newImagesPerSecond) {
        return new PublishOptions(limit, newImagesPerSecond, state, resume, referencePrefix, asked);
    }

    public PublishOptions withState(Path file, boolean newResume) {
        return new PublishOptions(limit, imagesPerSecond, Optional.of(file), newResume, referencePrefix, asked);
    }
}
