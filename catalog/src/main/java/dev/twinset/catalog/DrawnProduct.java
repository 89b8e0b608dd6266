package dev.twinset.catalog;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/** One product of a drawn catalogue: its labels, and the picture that goes with them. */
record DrawnProduct(
        String id,
        ArticleType type,
        String gender,
        BaseColour colour,
        String season,
        int year,
        String usage,
        Dice dice) {
    static final List<String> COLUMNS = List.of(
            "id", "gender", "masterCategory", "subCategory", "articleType", "baseColour", "season", "year", "usage");

    private static final int FIRST_ID = 10_000;
    private static final List<String> SEASONS = List.of("Summer", "Summer", "Fall", "Winter", "Spring");

    /** Depends on nothing but the two; its picture is drawn once, with the dice as they lie then. */
    static DrawnProduct rolled(long seed, int index) {
        Dice dice = Dice.of(seed, index);
        ArticleType type = ArticleType.rolled(dice);
        return new DrawnProduct(
                String.valueOf(FIRST_ID + index),
                type,
                dice.of(type.genders()),
                dice.of(type.colours()),
                dice.of(SEASONS),
                dice.between(2011, 2018),
                dice.of(type.usages()),
                dice);
    }

    List<String> row() {
        return List.of(
                id,
                gender,
                type.masterCategory(),
                type.subCategory(),
                type.label(),
                colour.label(),
                season,
                String.valueOf(year),
                usage);
    }

    BufferedImage picture() {
        Color base = colour.dyed(dice);
        Color trim = standingOut(base);
        Pattern pattern = dice.of(type.patterns());
        Canvas canvas = new Canvas(pattern.paint(base, trim, dice), base, trim);
        canvas.place(
                dice.between(-4.0, 4.0),
                dice.between(0.82, 0.98),
                dice.between(-3.0, 3.0),
                dice.between(-2.0, 2.0),
                dice.chance(0.5));
        type.silhouette().draw(canvas, dice);
        return canvas.finished();
    }

    private Color standingOut(Color base) {
        for (int attempt = 0; attempt < 8; attempt++) {
            Color other = dice.of(BaseColour.CLOTH).dyed(dice);
            if (Math.abs(Shade.lightness(other) - Shade.lightness(base)) > 0.25) {
                return other;
            }
        }
        return Shade.lightness(base) > 0.5 ? Shade.darker(base, 0.6) : Shade.lighter(base, 0.7);
    }
}
