package dev.twinset.producer.gallery.index;

import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import java.util.EnumSet;
import java.util.Set;

/** What people look for among answers. */
public enum AnswerTrait {
    /** One of the items is hardly of the same kind. */
    WEAK(1),
    /** Another item has the same picture, or one that looks the same to the model. */
    PERFECT(2);

    /** Below this probability of being of one kind a match is weak. */
    private static final double WEAK_BELOW = 0.1;

    /** A cosine that is shown as 1.000. */
    private static final double PERFECT_FROM = 0.9995;

    /** Among the others of a byte. */
    final byte bit;

    AnswerTrait(int bit) {
        this.bit = (byte) bit;
    }

    public static Set<AnswerTrait> of(Recommendations answer) {
        Set<AnswerTrait> traits = EnumSet.noneOf(AnswerTrait.class);
        if (!answer.copies().itemIds().isEmpty()
                || answer.recommendations().stream().anyMatch(one -> one.score() >= PERFECT_FROM)) {
            traits.add(PERFECT);
        }
        if (answer.recommendations().stream().anyMatch(AnswerTrait::isWeak)) {
            traits.add(WEAK);
        }
        return traits;
    }

    /** One that only fills up the answer was not expected to match. */
    public static boolean isWeak(Recommendation one) {
        return !one.fallback() && one.match().orElse(1) < WEAK_BELOW;
    }
}
