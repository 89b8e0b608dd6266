package dev.twinset.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.dataset.UnreadableImage;
import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of which all pages are made, with texts that would be markup if one part did not escape them. */
final class HtmlPageTest {
    private static final String HOSTILE = "</title></style><script>alert(1)</script>\" onload='x' & <img src=x>";

    /** As our templates write them: names, and values in double quotes. */
    private static final String TAG = "<!DOCTYPE html>|</?[a-z0-9]+(?: [a-z-]+=\"[^\"]*\")*>";

    private static final TemplateEngine PARTS = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlPageTest.class.getClassLoader(), "dev.twinset.trainer");
    private static final Content NOTHING = output -> {};

    @TempDir
    private Path folder;

    @Test
    void titlesLeadsAndHeadingsComeOutAsText() {
        requireHarmless(page(HOSTILE, HOSTILE, PageSection.of(HOSTILE, NOTHING)), 5);
    }

    @Test
    void everyCellOfATableComesOutAsText() {
        String html = part(
                "report/table.jte",
                Map.of(
                        "caption", HOSTILE,
                        "text", List.of(HOSTILE),
                        "numbers", List.of(HOSTILE),
                        "more", List.of(HOSTILE),
                        "rows", (Content) output -> output.writeUserContent(HOSTILE)));
        requireHarmless(html, 6);
    }

    @Test
    void keyFiguresChartsPicturesAndListsComeOutAsText() {
        PagePicture picture =
                new PagePicture("data:,", 1, 1, HOSTILE, List.of(HOSTILE, HOSTILE), PagePicture.Mark.GOOD);
        PagePicture broken = new PagePicture("", 1, 1, HOSTILE, List.of(HOSTILE), PagePicture.Mark.NONE);
        requireHarmless(part("report/figure.jte", Map.of("label", HOSTILE, "value", HOSTILE, "note", HOSTILE)), 3);
        requireHarmless(
                part("report/chart.jte", Map.of("chart", Charts.bars(HOSTILE, Map.of(HOSTILE, 1)), "caption", HOSTILE)),
                2);
        requireHarmless(part("report/gallery.jte", Map.of("pictures", List.of(picture, broken))), 5);
        requireHarmless(part("report/strip.jte", Map.of("pictures", List.of(picture, broken))), 5);
        requireHarmless(
                part("report/leftOut.jte", Map.of("images", List.of(new UnreadableImage(HOSTILE, HOSTILE)))), 2);
    }

    @Test
    void controlCharactersAndHalvesOfPairsAndTurnedDirectionsAreReplaced() {
        String html = HtmlPage.render(
                "report/picture.jte",
                new PagePicture(
                        "", 1, 1, "ok", List.of("a\u0000b\u001B[31mc\uD800d\u202Ee 👍"), PagePicture.Mark.NONE));
        assertThat(html).contains("<strong>a\uFFFDb\uFFFD[31mc\uFFFDd\uFFFDe 👍</strong>");
    }

    @Test
    void headingsThatAreAlikeGetAnchorsOfTheirOwn() {
        List<PageSection> sections = PageSection.of(
                "Broken files!", NOTHING, "broken: files", NOTHING, "Größe", NOTHING, "写真", NOTHING, "top", NOTHING);

        String html = page("t", "l", sections);

        List<String> anchors = groups(html, " id=\"([^\"]*)\"");
        assertThat(anchors)
                .containsExactlyInAnyOrder("top", "broken-files", "broken-files-2", "gr-e", "section", "top-2");
        assertThat(groups(html, "href=\"#([^\"]*)\"")).containsExactlyInAnyOrderElementsOf(anchors);
    }

    @Test
    void thePageForbidsItselfToFetchAnything() {
        String html = page("t", "l", PageSection.of("s", NOTHING));
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
                .doesNotContain("url(", "@import", "http://", "https://");
        assertThat(groups(html, "(?:src|href)=\"([^\"]{1,5})")).containsOnly("#top", "#s");
    }

    @Test
    void aShareHasABarOfItsLengthUnlessItIsZero() {
        assertThat(part("report/share.jte", Map.of("share", 0.125)))
                .contains("<td class=\"number bar\" style=\"--bar:12.5%\">12.5 %</td>");
        assertThat(part("report/share.jte", Map.of("share", 0.0))).contains("<td class=\"number\">0.0 %</td>");
        assertThat(part("report/share.jte", Map.of("share", Double.NaN))).contains("<td class=\"number\">–</td>");
    }

    @Test
    void numbersAreOnTheRightAndTextsOnTheLeft() {
        String html = part(
                "report/table.jte",
                Map.of("caption", "c", "text", List.of("class"), "numbers", List.of("items"), "rows", NOTHING));
        assertThat(html)
                .contains(
                        "<th scope=\"col\" class=\"text\">class</th>", "<th scope=\"col\" class=\"number\">items</th>");
    }

    @Test
    void aPageIsWrittenOverAnOlderOne() throws IOException {
        Path file = folder.resolve("index.html");
        Files.writeString(file, "old");
        HtmlPage.write(
                file, "report/picture.jte", new PagePicture("", 1, 1, "Größe", List.of(), PagePicture.Mark.NONE));
        assertThat(file).content().contains("Größe").doesNotContain("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static String page(String title, String lead, List<PageSection> sections) {
        return part("report/layout.jte", Map.of("title", title, "lead", lead, "sections", sections));
    }

    private static String part(String template, Map<String, Object> parameters) {
        StringOutput html = new StringOutput();
        PARTS.render(template, parameters, html);
        return html.toString();
    }

    /** @param texts how often the hostile text is shown */
    private static void requireHarmless(String html, int texts) {
        List<String> tags = groups(html, "(" + TAG + ")");
        assertThat(html.replaceAll(TAG, "")).as("what is left without the tags").doesNotContain("<");
        assertThat(tags)
                .noneMatch(tag -> tag.matches("</?(script|iframe|object|link)\\b.*"))
                .noneMatch(tag -> tag.replaceAll("\"[^\"]*\"", "\"\"").matches(".* on[a-z]+=.*"));
        assertThat(groups(html, "(&lt;/title)")).hasSize(texts);
    }

    private static List<String> groups(String html, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(html);
        return matcher.results().map(result -> result.group(1)).collect(Collectors.toList());
    }
}
