package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Consumer;

/** A part of a page, filled from top to bottom. Each method adds one thing and returns the section. One thread. */
public final class Section {
    private final String heading;
    private final String anchor;
    private final Markup html = new Markup();

    Section(String heading, String anchor) {
        this.heading = requireNonNull(heading, "heading is null");
        this.anchor = anchor;
    }

    String heading() {
        return heading;
    }

    String anchor() {
        return anchor;
    }

    void appendTo(Markup page) {
        page.open("section", "aria-labelledby", anchor).element("h2", heading, "id", anchor);
        page.append(html).close("section");
    }

    /** A heading below the section's own. */
    public Section heading(String text) {
        html.element("h3", text);
        return this;
    }

    public Section paragraph(String text) {
        html.element("p", text);
        return this;
    }

    /** A paragraph that stands out: what the reader should not miss. */
    public Section note(String text) {
        html.element("p", text, "class", "note", "role", "note");
        return this;
    }

    public Section bullets(List<String> items) {
        html.open("ul");
        items.forEach(item -> html.element("li", item));
        html.close("ul");
        return this;
    }

    /** The figures to see first. */
    public Section tiles(List<KeyFigure> tiles) {
        html.open("dl", "class", "tiles");
        for (KeyFigure tile : tiles) {
            html.open("div").element("dt", tile.label());
            html.element("dd", tile.value(), "class", "value");
            html.element("dd", tile.note()).close("div");
        }
        html.close("dl");
        return this;
    }

    public Section table(Table table) {
        table.appendTo(html);
        return this;
    }

    /**
     * A chart on a white card.
     *
     * @param caption what it shows; also what is read out in its place
     */
    public Section chart(Chart chart, String caption) {
        String width = String.valueOf(chart.width());
        html.open("figure", "class", "chart").open("div", "class", "card", "tabindex", "0");
        html.open(
                "img",
                "src",
                chart.dataUri(),
                "width",
                width,
                "height",
                String.valueOf(chart.height()),
                "alt",
                "Chart: " + caption);
        html.close("div").element("figcaption", caption).close("figure");
        return this;
    }

    /** Pictures side by side, as many in a row as fit. */
    public Section gallery(List<PagePicture> thumbnails) {
        html.open("div", "class", "gallery");
        thumbnails.forEach(thumbnail -> thumbnail.appendTo(html));
        html.close("div");
        return this;
    }

    /** One picture, and those that belong to it, in one row that scrolls where it does not fit. */
    public Section strip(PagePicture first, List<PagePicture> others) {
        html.open("div", "class", "strip", "tabindex", "0").open("div", "class", "first");
        first.appendTo(html);
        html.close("div");
        others.forEach(thumbnail -> thumbnail.appendTo(html));
        html.close("div");
        return this;
    }

    /** Something that is shown once the reader opens it. */
    public Section details(String summary, Consumer<Section> content) {
        html.open("details").element("summary", summary);
        Section inner = new Section(summary, anchor);
        content.accept(inner);
        html.append(inner.html).close("details");
        return this;
    }
}
