package dev.twinset.samples;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/** One product of a sample catalogue: its labels, and the picture that goes with them. */
record SampleProduct(
        String id,
        ArticleType type,
        String gender,
        BaseColour colour,
        String season,
        int year,
        String usage,
        RandomSource random) {
    static final List<String> COLUMNS = List.of(
            "id", "gender", "masterCategory", "subCategory", "articleType", "baseColour", "season", "year", "usage");

    private static final int FIRST_ID = 10_000;
    private static final List<String> SEASONS = List.of("Summer", "Summer", "Fall", "Winter", "Spring");

    /** Depends on nothing but the two. Draw its picture once: that goes on with the random numbers of the labels. */
    static SampleProduct of(long seed, int index) {
        RandomSource random = RandomSource.of(seed, index);
        ArticleType type = ArticleType.random(random);
        return new SampleProduct(
                String.valueOf(FIRST_ID + index),
                type,
                random.of(type.genders()),
                random.of(type.colours()),
                random.of(SEASONS),
                random.between(2011, 2018),
                random.of(type.usages()),
                random);
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
        Color base = colour.dyed(random);
        Color trim = standingOut(base);
        Pattern pattern = random.of(type.patterns());
        Canvas canvas = new Canvas(pattern.paint(base, trim, random), base, trim);
        canvas.place(
                random.between(-4.0, 4.0),
                random.between(0.82, 0.98),
                random.between(-3.0, 3.0),
                random.between(-2.0, 2.0),
                random.chance(0.5));
        Silhouettes.named(type.label()).draw(new Sketch(canvas, random));
        return canvas.finished();
    }

    private Color standingOut(Color base) {
        for (int attempt = 0; attempt < 8; attempt++) {
            Color other = random.of(ArticleType.CLOTH).dyed(random);
            if (Math.abs(Shade.lightness(other) - Shade.lightness(base)) > 0.25) {
                return other;
            }
        }
        return Shade.lightness(base) > 0.5 ? Shade.darker(base, 0.6) : Shade.lighter(base, 0.7);
    }
}
