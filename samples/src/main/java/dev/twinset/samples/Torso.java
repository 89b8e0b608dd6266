package dev.twinset.samples;

import java.awt.Color;
import java.awt.Shape;

/**
 * The upper part of a garment, seen from the front. Widths are from the axis, heights from the picture's upper edge,
 * all in {@link Outline}'s units.
 */
record Torso(
        double neckWidth,
        double neckDepth,
        boolean pointedNeck,
        double shoulder,
        double chest,
        double waist,
        double hem,
        double bottom) {
    private static final double NECK = 13;
    private static final double ARMPIT = 37;

    /** A body of random proportions that ends at {@code bottom}. */
    static Torso rolled(RandomSource random, double neckDepth, boolean pointedNeck, double bottom) {
        double chest = random.between(19.0, 24.0);
        return new Torso(
                random.between(7.5, 10.5),
                neckDepth,
                pointedNeck,
                chest + random.between(-1.0, 2.5),
                chest,
                chest - random.between(0.0, 4.0),
                chest + random.between(-1.5, 2.0),
                bottom);
    }

    Torso withHem(double waistWidth, double hemWidth) {
        return new Torso(neckWidth, neckDepth, pointedNeck, shoulder, chest, waistWidth, hemWidth, bottom);
    }

    /** The same body on a slighter person. */
    Torso narrower(double share) {
        return new Torso(
                neckWidth, neckDepth, pointedNeck, shoulder * share, chest * share, waist * share, hem * share, bottom);
    }

    double shoulderTop() {
        return NECK + 4.5;
    }

    double armpit() {
        return ARMPIT;
    }

    /** The cloth behind the neck, seen from within; to be drawn first. */
    void drawBack(Canvas canvas) {
        canvas.inside(Outline.at(50, NECK - 0.5)
                .to(50 + neckWidth, NECK)
                .curve(50 + neckWidth * 0.8, NECK + neckDepth, 50, NECK + neckDepth)
                .symmetric());
    }

    /** A pair of sleeves; to be drawn before the body, which covers where they begin. */
    void drawSleeves(Canvas canvas, double length, double degrees, double cuff, boolean cuffTrim) {
        double along = Math.toRadians(degrees);
        double tipX = 50 + shoulder + length * Math.cos(along);
        double tipY = shoulderTop() + length * Math.sin(along);
        double innerX = tipX - cuff * Math.sin(along);
        double innerY = tipY + cuff * Math.cos(along);
        Shape sleeve = Outline.at(50 + shoulder - 3, shoulderTop() - 0.8)
                .curve(50 + shoulder + 5, shoulderTop() + 1.5, tipX, tipY)
                .to(innerX, innerY)
                .to(50 + chest - 1, ARMPIT)
                .closed();
        both(canvas, sleeve);
        double share = Math.min(0.3, 3.2 / length);
        Shape band = Outline.at(tipX, tipY)
                .to(innerX, innerY)
                .to(innerX - 3.2 * Math.cos(along), innerY - 3.2 * Math.sin(along))
                .to(tipX - share * length * Math.cos(along), tipY - share * length * Math.sin(along))
                .closed();
        if (cuffTrim) {
            canvas.trimming(band);
            canvas.trimming(Outline.mirror(band));
        } else {
            Shape line = Outline.line(
                    tipX - 1.8 * Math.cos(along),
                    tipY - 1.8 * Math.sin(along),
                    innerX - 1.8 * Math.cos(along),
                    innerY - 1.8 * Math.sin(along));
            canvas.seam(line);
            canvas.seam(Outline.mirror(line));
        }
    }

    Shape body() {
        Outline outline = Outline.at(50, NECK + neckDepth);
        if (pointedNeck) {
            outline.to(50 + neckWidth, NECK);
        } else {
            outline.curve(50 + neckWidth * 0.92, NECK + neckDepth, 50 + neckWidth, NECK);
        }
        double middle = (ARMPIT + bottom) / 2;
        return outline.to(50 + shoulder - 1.5, shoulderTop() - 0.5)
                .curve(50 + shoulder, shoulderTop(), 50 + shoulder - 0.2, shoulderTop() + 2)
                .curve(50 + chest - 2.5, ARMPIT - 8, 50 + chest, ARMPIT)
                .curve(50 + waist, middle, 50 + hem, bottom)
                .curve(50 + hem / 2, bottom + 1.6, 50, bottom + 1.6)
                .symmetric();
    }

    /** The edge of the neck, from shoulder to shoulder. */
    Shape neckline() {
        Outline line = Outline.at(50 - neckWidth, NECK);
        if (pointedNeck) {
            return line.to(50, NECK + neckDepth).to(50 + neckWidth, NECK).open();
        }
        return line.curve(50 - neckWidth * 0.92, NECK + neckDepth, 50, NECK + neckDepth)
                .curve(50 + neckWidth * 0.92, NECK + neckDepth, 50 + neckWidth, NECK)
                .open();
    }

    /** A shirt's collar: two leaves that meet on the axis. */
    void drawCollar(Canvas canvas, double leaf, boolean trimmed) {
        Shape right = Outline.at(50, NECK + neckDepth)
                .to(50 + neckWidth - 1, NECK - 2.5)
                .curve(50 + neckWidth + 2, NECK - 1, 50 + neckWidth + 1.5, NECK + 2)
                .to(50 + leaf, NECK + neckDepth + leaf * 0.75)
                .closed();
        for (Shape side : new Shape[] {right, Outline.mirror(right)}) {
            if (trimmed) {
                canvas.trimming(side);
            } else {
                canvas.cloth(side);
            }
        }
    }

    void drawFolds(Canvas canvas, RandomSource random) {
        for (int fold = random.between(2, 4); fold > 0; fold--) {
            double x = 50 + random.between(-0.8, 0.8) * chest;
            double y = random.between(ARMPIT + 8, bottom - 12);
            double lean = random.between(-4.0, 4.0);
            canvas.stroke(
                    Outline.arc(x, y, x + lean, y + 6, x + lean / 2, bottom - 4),
                    Shade.translucent(Color.BLACK, 0.07),
                    1.4f);
        }
    }

    static void both(Canvas canvas, Shape shape) {
        canvas.cloth(shape);
        canvas.cloth(Outline.mirror(shape));
    }
}
