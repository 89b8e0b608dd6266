package dev.twinset.trainer.explore;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.report.HtmlPage;
import dev.twinset.trainer.report.KeyFigure;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.ThumbnailMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the facts to a person, the most important first. Its size is bounded: what is left out is counted. */
final class DatasetPage {
    private static final int THUMBNAIL = 112;

    private final Catalog catalog;
    private final DatasetStats facts;

    DatasetPage(Catalog catalog, DatasetStats facts) {
        this.catalog = catalog;
        this.facts = facts;
    }

    HtmlPage build() {
        String name =
                String.valueOf(catalog.directory().toAbsolutePath().normalize().getFileName());
        HtmlPage page = new HtmlPage(
                "Data set: " + name,
                NumberFormatter.count(facts.items(), "item", "items") + ", explored " + facts.explored()
                        + ". All numbers are in " + DatasetReport.NUMBERS + " beside this page.");
        overview(page.section("At a glance"));
        try (ThumbnailMaker thumbnails = new ThumbnailMaker(THUMBNAIL)) {
            Pictures pictures = new Pictures(catalog, facts, thumbnails);
            new BalancePart(facts).fill(page.section("Class balance and what it costs"));
            new LabelsPart(facts).fill(page.section("Labels"));
            new LabelsPart(facts).fillCrossViews(page.section("Cross views"));
            new FilesPart(facts).fill(page.section("Pictures and files"));
            pictures.fillDuplicates(page.section("Duplicates"));
            pictures.fillContactSheets(page.section("Contact sheets"));
        }
        return page;
    }

    private void overview(Section section) {
        List<KeyFigure> tiles = new ArrayList<>();
        tiles.add(new KeyFigure(
                "items", NumberFormatter.count(facts.items()), facts.columns().size() + " columns of labels"));
        tiles.add(new KeyFigure(
                "readable pictures",
                NumberFormatter.count(facts.images().readable()),
                NumberFormatter.bytes(facts.images().totalBytes()) + " in all"));
        facts.ceilings().stream().limit(1).forEach(ceiling -> {
            facts.columns().stream()
                    .filter(column -> column.column().equals(ceiling.column()))
                    .forEach(column -> tiles.add(new KeyFigure(
                            NumberFormatter.column(ceiling.column()) + " classes",
                            NumberFormatter.count(column.classes()),
                            String.format(Locale.ROOT, "as hard as %.0f of one size", column.effectiveClasses()))));
            tiles.add(new KeyFigure(
                    "best possible precision@5",
                    NumberFormatter.decimal(ceiling.precisionAt5()),
                    NumberFormatter.count(ceiling.itemsWithoutFive()) + " items lack five of their kind"));
        });
        tiles.add(new KeyFigure(
                "copies",
                NumberFormatter.count(facts.copies().items()),
                facts.copies().groups().size() + " groups of equal files"));
        tiles.add(new KeyFigure(
                "look-alikes",
                NumberFormatter.count(facts.lookalikes().items()),
                facts.lookalikes().groups().size() + " groups of different files"));
        section.tiles(tiles);
        List<String> faults = faults();
        if (faults.isEmpty()) {
            section.paragraph("Every item has a picture that can be decoded, and a label in every column.");
        } else {
            section.note("To be put right before training: " + String.join("; ", faults) + ".");
        }
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        add(faults, facts.broken().size(), "picture cannot be decoded", "pictures cannot be decoded");
        add(faults, facts.itemsWithoutImage().size(), "item has no picture", "items have no picture");
        add(faults, facts.imagesWithoutItem().size(), "picture belongs to no item", "pictures belong to no item");
        facts.columns().forEach(column -> {
            String lacks = " a label in " + column.column();
            add(faults, column.missing(), "item lacks" + lacks, "items lack" + lacks);
        });
        long disagreeing = facts.copies().groups().stream()
                .filter(group -> !group.conflicts().isEmpty())
                .count();
        add(
                faults,
                (int) disagreeing,
                "group of equal files disagrees in a label",
                "groups of equal files disagree in a label");
        return faults;
    }

    private static void add(List<String> faults, int count, String singular, String plural) {
        if (count > 0) {
            faults.add(NumberFormatter.count(count, singular, plural));
        }
    }
}
