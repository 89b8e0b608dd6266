package dev.twinset.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlPageTest {
    private static final String HOSTILE = "</title></style><script>alert(1)</script>\" onload='x' & <img src=x>";
    private static final String ESCAPED =
            "&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp; &lt;img src=x&gt;";

    @TempDir
    private Path folder;

    @Test
    void whateverACallerSaysComesOutAsText() {
        HtmlPage page = new HtmlPage(HOSTILE, HOSTILE);
        PagePicture picture = new PagePicture("data:,", 1, 1, HOSTILE, List.of(HOSTILE), PagePicture.Mark.GOOD);
        PagePicture broken = new PagePicture("", 1, 1, HOSTILE, List.of(HOSTILE), PagePicture.Mark.NONE);
        page.section(HOSTILE)
                .heading(HOSTILE)
                .paragraph(HOSTILE)
                .note(HOSTILE)
                .bullets(List.of(HOSTILE))
                .tiles(List.of(new KeyFigure(HOSTILE, HOSTILE, HOSTILE)))
                .table(new Table(HOSTILE, HOSTILE, HOSTILE).row(Cell.text(HOSTILE), Cell.number(HOSTILE)))
                .chart(Charts.bars(HOSTILE, Map.of(HOSTILE, 1)), HOSTILE)
                .gallery(List.of(picture, broken))
                .strip(picture, List.of(broken))
                .details(HOSTILE, inner -> inner.paragraph(HOSTILE));

        String html = page.render();

        assertThat(tags(html)).contains("td", "summary").doesNotContain("script", "iframe", "object", "link");
        assertThat(groups(html.replaceAll("\"[^\"]*\"", "\"\""), "<[^>]* (on[a-z]+)="))
                .isEmpty();
        assertThat(html).contains(ESCAPED).doesNotContain("<img src=x", "alert(1)</", "\" onload");
        assertThat(count(html, "<title>")).isEqualTo(count(html, "</style>")).isEqualTo(1);
    }

    @Test
    void controlCharactersAndHalvesOfPairsAndTurnedDirectionsAreReplaced() {
        HtmlPage page = new HtmlPage("a\u0000b\u001B[31mc\uD800d\u202Ee", "ok");
        assertThat(page.render()).contains("<title>a\uFFFDb\uFFFD[31mc\uFFFDd\uFFFDe</title>");
    }

    @Test
    void headingsThatAreAlikeGetAnchorsOfTheirOwn() {
        HtmlPage page = new HtmlPage("t", "l");
        page.section("Broken files!");
        page.section("broken: files");
        page.section("Größe");
        page.section("写真");
        page.section("top");

        String html = page.render();

        List<String> anchors = groups(html, " id=\"([^\"]*)\"");
        assertThat(anchors)
                .containsExactlyInAnyOrder("top", "broken-files", "broken-files-2", "gr-e", "section", "top-2");
        assertThat(groups(html, "href=\"#([^\"]*)\"")).containsExactlyInAnyOrderElementsOf(anchors);
    }

    @Test
    void thePageFetchesNothingAndSaysSo() {
        HtmlPage page = new HtmlPage("t", "l");
        page.section("s").chart(Charts.bars("items", Map.of("a", 1)), "c");

        String html = page.render();

        assertThat(html)
                .contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:;");
        assertThat(groups(html, "(?:src|href)=\"([^\"]{1,5})")).containsOnly("#top", "#s", "data:");
        assertThat(html).doesNotContain("url(", "@import", "http://", "https://");
    }

    @Test
    void numbersStandOnTheRightAndSharesHaveBars() {
        HtmlPage page = new HtmlPage("t", "l");
        page.section("s")
                .table(new Table("c", "class", "items", "share", "mean")
                        .row(Cell.text("Shoes"), Cell.count(1234567), Cell.share(0.125), Cell.decimal(0.5, 3)));
        assertThat(page.render())
                .contains("<th scope=\"row\">Shoes</th>")
                .contains("<td class=\"number\">1,234,567</td>")
                .contains("<td class=\"number bar\" style=\"--bar:12.5%\">12.5 %</td>")
                .contains("<td class=\"number\">0.500</td>")
                .contains(
                        "<th scope=\"col\" class=\"text\">class</th>", "<th scope=\"col\" class=\"number\">items</th>");
    }

    @Test
    void aRowThatDoesNotFitItsTableIsRefused() {
        assertThatThrownBy(() -> new Table("c", "a", "b").row(Cell.count(1)))
                .hasMessage("row has 1 cells, 2 expected: [a, b]");
    }

    @Test
    void thePageIsWrittenOverAnOlderOne() throws IOException {
        Path file = folder.resolve("index.html");
        Files.writeString(file, "old");
        new HtmlPage("Größe", "l").write(file);
        assertThat(file).content().startsWith("<!DOCTYPE html>").contains("<title>Größe</title>");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static Set<String> tags(String html) {
        return groups(html, "<([a-z0-9]+)").stream().collect(Collectors.toSet());
    }

    private static int count(String html, String part) {
        return html.split(Pattern.quote(part), -1).length - 1;
    }

    private static List<String> groups(String html, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(html);
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
