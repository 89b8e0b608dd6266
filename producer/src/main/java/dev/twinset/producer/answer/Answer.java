package dev.twinset.producer.answer;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.result.Recommendations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** The outcome of an event. */
public sealed interface Answer {
    /** The item or query that it is about. */
    String itemId();

    /** When the answer was published. */
    Instant timestamp();

    /**
     * The most similar items.
     *
     * @param causeTime when the event was made that is answered, if its producer said so
     * @param json the answer as it was received, in one line
     */
    record Recommended(Recommendations recommendations, Instant timestamp, Optional<Instant> causeTime, String json)
            implements Answer {
        public Recommended {
            requireNonNull(recommendations, "recommendations is null");
            requireNonNull(timestamp, "timestamp is null");
            requireNonNull(causeTime, "causeTime is null");
            requireNonNull(json, "json is null");
        }

        @Override
        public String itemId() {
            return recommendations.itemId();
        }
    }

    /** It cannot be served. */
    record Rejected(RejectedImage image, Instant timestamp, Optional<Instant> causeTime) implements Answer {
        public Rejected {
            requireNonNull(image, "image is null");
            requireNonNull(timestamp, "timestamp is null");
            requireNonNull(causeTime, "causeTime is null");
        }

        @Override
        public String itemId() {
            return new String(image.key(), StandardCharsets.UTF_8);
        }
    }

    /** The item was deleted, and what was recommended for it no longer counts. */
    record Withdrawn(String itemId, Instant timestamp) implements Answer {
        public Withdrawn {
            requireNonNull(itemId, "itemId is null");
            requireNonNull(timestamp, "timestamp is null");
        }
    }
}
