package dev.twinset.worker.standing;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.RecommendationsJson;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.worker.search.Item;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of an item's latest answer.
 *
 * @param options of the answer, with the filter resolved; empty if the answer was found in the topic
 * @param floor an item that scores less does not change the answer
 * @param digest of what was published; see {@link #digest}
 * @param asOf number of the last change that the search is known to have seen
 */
public record Latest(Optional<AnswerOptions> options, double floor, long digest, long asOf) {
    private static final Snapshot NO_SNAPSHOT = new Snapshot(0, Map.of(), "", 0, 0, true);
    private static final RecommendationsJson JSON = new RecommendationsJson();

    public Latest {
        requireNonNull(options, "options is null");
    }

    /** Of an answer that was found in the topic: whatever changes may concern it. */
    static Latest published(long digest) {
        return new Latest(Optional.empty(), -1, digest, 0);
    }

    /** The same number for two answers that say the same, whatever event or change they follow. */
    public static long digest(Recommendations answer) {
        byte[] json = JSON.write(new Recommendations(
                answer.itemId(),
                "",
                answer.model(),
                answer.options(),
                answer.copies(),
                answer.looksLike(),
                answer.recommendations(),
                NO_SNAPSHOT));
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether an item that scores at least {@link #floor} may be in the answer. */
    boolean accepts(Optional<Item> item) {
        if (item.isEmpty()) {
            return false;
        }
        return options.isEmpty()
                || options.get().fallback()
                || options.get().filter().accepts(item.get().attributes());
    }
}
