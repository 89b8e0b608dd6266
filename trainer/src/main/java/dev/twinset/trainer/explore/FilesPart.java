package dev.twinset.trainer.explore;

import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import java.util.List;

/** Formats and sizes, and what is wrong with the files. */
final class FilesPart {
    private static final int MOST_BROKEN = 200;

    private final DatasetFacts facts;

    FilesPart(DatasetFacts facts) {
        this.facts = facts;
    }

    void fill(Section section) {
        ImageFacts images = facts.images();
        if (images.readable() > 0) {
            String size = images.sizes().keySet().iterator().next();
            section.paragraph(Words.count(images.readable(), "picture", "pictures") + " can be decoded; "
                    + Words.percent(images.shareOfMostFrequentSize()) + " have " + size + " pixels. " + shapes(images));
            section.table(ranges(images)).table(counts("Formats", "format", images));
            section.details(
                    "Sizes (" + Words.count(images.differentSizes()) + ")", inner -> inner.table(sizes(images)));
        }
        broken(section);
        listed(section, "Items without a picture", facts.itemsWithoutImage());
        listed(section, "Pictures without an item", facts.imagesWithoutItem());
    }

    private static String shapes(ImageFacts images) {
        int square = images.readable() - images.tall() - images.wide();
        if (Math.max(square, Math.max(images.tall(), images.wide())) == images.readable()) {
            return "";
        }
        return Words.count(images.tall()) + " are higher than wide, " + Words.count(images.wide())
                + " wider than high: a model sees each as a square, so a mixture of shapes is a mixture of distortions.";
    }

    private static Table ranges(ImageFacts images) {
        return new Table("Range", "", "least", "median", "most")
                .row(
                        Cell.text("width, pixels"),
                        count(images.width().least()),
                        count(images.width().median()),
                        count(images.width().most()))
                .row(
                        Cell.text("height, pixels"),
                        count(images.height().least()),
                        count(images.height().median()),
                        count(images.height().most()))
                .row(
                        Cell.text("file"),
                        Cell.number(Words.bytes(images.bytes().least())),
                        Cell.number(Words.bytes(images.bytes().median())),
                        Cell.number(Words.bytes(images.bytes().most())));
    }

    private static Cell count(long count) {
        return Cell.count(count);
    }

    private static Table counts(String title, String column, ImageFacts images) {
        Table table = new Table(title, column, "pictures", "share");
        double all = images.readable();
        images.formats()
                .forEach((format, count) -> table.row(Cell.text(format), Cell.count(count), Cell.share(count / all)));
        return table.row(Cell.text("turned by EXIF"), Cell.count(images.turned()), Cell.share(images.turned() / all))
                .row(
                        Cell.text("with transparency"),
                        Cell.count(images.transparent()),
                        Cell.share(images.transparent() / all));
    }

    private static Table sizes(ImageFacts images) {
        Table table = new Table("The most frequent sizes", "pixels", "pictures", "share");
        images.sizes()
                .forEach((size, count) ->
                        table.row(Cell.text(size), Cell.count(count), Cell.share(count / (double) images.readable())));
        return table;
    }

    private void broken(Section section) {
        section.heading("Broken pictures");
        if (facts.broken().isEmpty()) {
            section.paragraph("None.");
            return;
        }
        int left = Math.max(0, facts.broken().size() - MOST_BROKEN);
        Table table = new Table(
                Words.count(facts.broken().size(), "picture", "pictures") + " that cannot be decoded"
                        + (left > 0 ? ", " + Words.count(left) + " of them not shown" : ""),
                "item",
                "file",
                "reason");
        facts.broken().stream()
                .limit(MOST_BROKEN)
                .forEach(image -> table.row(Cell.text(image.id()), Cell.text(image.file()), Cell.text(image.reason())));
        section.table(table);
    }

    private static void listed(Section section, String heading, List<String> names) {
        section.heading(heading);
        section.paragraph(
                names.isEmpty()
                        ? "None."
                        : Words.count(names.size()) + ": " + LabelsPart.ids(names, names.size()) + ".");
    }
}
