package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One self-contained HTML page: a title, a line that says what it is, a table of contents and sections. It holds no
 * script and fetches nothing, which its content security policy also forbids; it follows the reader's light or dark
 * theme, prints, and fits a telephone. One thread.
 */
public final class HtmlPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private final String title;
    private final String lead;
    private final List<Section> sections = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>(Set.of("top"));

    /** @param lead a sentence below the title: what was looked at, when */
    public HtmlPage(String title, String lead) {
        this.title = requireNonNull(title, "title is null");
        this.lead = requireNonNull(lead, "lead is null");
    }

    /** The next section; sections may be filled in any order. */
    public Section section(String heading) {
        Section section = new Section(heading, anchor(heading));
        sections.add(section);
        return section;
    }

    /** The whole page. */
    public String render() {
        Markup html = new Markup()
                .trusted("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .open("head")
                .open("meta", "charset", "utf-8")
                .open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .open("meta", "name", "color-scheme", "content", "light dark")
                .element("title", title)
                .open("style")
                .trusted(style())
                .close("style")
                .close("head")
                .open("body", "id", "top");
        html.open("header").element("h1", title).element("p", lead, "class", "lead");
        contents(html);
        html.close("header").open("main");
        sections.forEach(section -> section.appendTo(html));
        html.close("main").open("footer").open("a", "href", "#top").text("Back to the top");
        html.close("a").close("footer").close("body").close("html");
        return html.toString();
    }

    /** Writes the page as UTF-8, whole or not at all. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, render().getBytes(StandardCharsets.UTF_8));
    }

    private void contents(Markup html) {
        html.open("nav", "aria-label", "Contents").open("ol");
        for (Section section : sections) {
            html.open("li").open("a", "href", "#" + section.anchor()).text(section.heading());
            html.close("a").close("li");
        }
        html.close("ol").close("nav");
    }

    /** A name for links that says where they lead; of plain letters, whatever the heading holds. */
    private String anchor(String heading) {
        String words =
                heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String base = words.isEmpty() ? "section" : words;
        String anchor = base;
        for (int i = 2; !anchors.add(anchor); i++) {
            anchor = base + "-" + i;
        }
        return anchor;
    }

    private static String style() {
        try (InputStream in = requireNonNull(HtmlPage.class.getResourceAsStream("report.css"), "no report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
