package dev.twinset.trainer.explore;

import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import java.util.List;

/** Formats and sizes, and what is wrong with the files. */
final class FilesPart {
    private static final int MOST_BROKEN = 200;

    private final DatasetStats facts;

    FilesPart(DatasetStats facts) {
        this.facts = facts;
    }

    void fill(Section section) {
        ImageStats images = facts.images();
        if (images.readable() > 0) {
            String size = images.sizes().keySet().iterator().next();
            section.paragraph(NumberFormatter.count(images.readable(), "picture", "pictures") + " can be decoded; "
                    + NumberFormatter.percent(images.shareOfMostFrequentSize()) + " have " + size + " pixels. "
                    + shapes(images));
            section.table(ranges(images)).table(counts("Formats", "format", images));
            section.details(
                    "Sizes (" + NumberFormatter.count(images.differentSizes()) + ")",
                    inner -> inner.table(sizes(images)));
        }
        broken(section);
        listed(section, "Items without a picture", facts.itemsWithoutImage());
        listed(section, "Pictures without an item", facts.imagesWithoutItem());
    }

    private static String shapes(ImageStats images) {
        int square = images.readable() - images.tall() - images.wide();
        if (Math.max(square, Math.max(images.tall(), images.wide())) == images.readable()) {
            return "";
        }
        return NumberFormatter.count(images.tall()) + " are higher than wide, " + NumberFormatter.count(images.wide())
                + " wider than high: a model sees each as a square, so a mixture of shapes is a mixture of distortions.";
    }

    private static Table ranges(ImageStats images) {
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
                        Cell.number(NumberFormatter.bytes(images.bytes().least())),
                        Cell.number(NumberFormatter.bytes(images.bytes().median())),
                        Cell.number(NumberFormatter.bytes(images.bytes().most())));
    }

    private static Cell count(long count) {
        return Cell.count(count);
    }

    private static Table counts(String title, String column, ImageStats images) {
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

    private static Table sizes(ImageStats images) {
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
                NumberFormatter.count(facts.broken().size(), "picture", "pictures") + " that cannot be decoded"
                        + (left > 0 ? ", " + NumberFormatter.count(left) + " of them not shown" : ""),
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
                        : NumberFormatter.count(names.size()) + ": " + LabelsPart.ids(names, names.size()) + ".");
    }
}
