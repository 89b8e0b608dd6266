package dev.twinset.worker.audit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What came of repeating an answer. */
public sealed interface Verdict {
    /** @param items so many were searched */
    record Equal(long items) implements Verdict {}

    /** Searching again gives something else. */
    record NotEqual(List<Difference> differences) implements Verdict {
        public NotEqual {
            differences = List.copyOf(differences);
        }
    }

    /** @param reason one sentence */
    record NotRepeatable(String reason) implements Verdict {
        public NotRepeatable {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * One place of an answer.
     *
     * @param place such as "rank 2"
     * @param published what is there; empty for nothing
     * @param repeated what should be there; empty for nothing
     */
    record Difference(String place, String published, String repeated) {
        public Difference {
            requireNonNull(place, "place is null");
            requireNonNull(published, "published is null");
            requireNonNull(repeated, "repeated is null");
        }
    }
}
