package dev.twinset.trainer.validation;

/**
 * A share of hits, from 0 to 1.
 *
 * @param count of what was scored; with none the value says nothing
 */
public record ValidationScore(double value, int count) {
    private static final double DEVIATIONS = 2;

    boolean isKnown() {
        return count > 0;
    }

    /** Whether it is below the other by more than chance explains: by two standard deviations of a share. */
    boolean isClearlyBelow(ValidationScore other) {
        return isKnown() && other.value - value > DEVIATIONS * other.deviation();
    }

    /** Of a share with one hit and one miss more, so that a share of 0 or 1 has one, too (Agresti, Coull). */
    private double deviation() {
        double n = count + 2.0;
        double share = (value * count + 1) / n;
        return Math.sqrt(share * (1 - share) / n);
    }
}
