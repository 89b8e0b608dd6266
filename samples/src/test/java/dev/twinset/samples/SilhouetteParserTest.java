package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SilhouetteParserTest {
    private static final int WHITE = 0xffffffff;
    private static final int RED = 0xffff0000;

    private final Sketch sketch = ExpressionParserTest.sketch(1);

    @Test
    void loopsCountUpDownAndThroughValues() {
        draw("sum = 0", "for i = 1 to 4", "  sum = sum * 10 + i");
        assertThat(sketch.value("sum")).isEqualTo(1234);
        draw("sum = 0", "for i = 3 to 1 by -1", "  sum = sum * 10 + i");
        assertThat(sketch.value("sum")).isEqualTo(321);
        draw("sum = 0", "for i in 7 2 5", "  sum = sum * 10 + i");
        assertThat(sketch.value("sum")).isEqualTo(725);
        draw("sum = 0", "repeat 3", "  sum = sum + 1");
        assertThat(sketch.value("sum")).isEqualTo(3);
    }

    @Test
    void aLoopWithoutValuesDrawsNothing() {
        draw("sum = 0", "for i = 0 to -1", "  sum = 9", "repeat 0", "  sum = 9");
        assertThat(sketch.value("sum")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneBranchOfAChoiceIsDrawn(int kind) {
        sketch.set("kind", kind);
        draw("if kind == 0", "  sum = 10", "else if kind == 1", "  sum = 11", "else", "  sum = 12", "sum = sum + 100");
        assertThat(sketch.value("sum")).isEqualTo(110 + kind);
    }

    @Test
    void aSectionIsDrawnWithNamedValues() {
        draw("draw twice of=4+1", "[twice]", "sum = of * 2");
        assertThat(sketch.value("sum")).isEqualTo(10);
    }

    @Test
    void statementsAboveTheFirstSectionComeFirstInEach() {
        Map<String, Step> sections = sections("glow = 3", "[main]", "sum = glow", "[other]", "sum = glow + 1");
        named(sections, "other").draw(sketch);
        assertThat(sketch.value("sum")).isEqualTo(4);
        named(sections, "main").draw(sketch);
        assertThat(sketch.value("sum")).isEqualTo(3);
    }

    @Test
    void anIndentedLineContinuesAStatement() {
        draw("shape body box 10 20", "  30 40", "  0", "fill #ff0000 @body");
        assertThat(sketch.shape("body").getBounds2D().getMaxY()).isEqualTo(40);
        assertThat(pixel(20, 30)).isEqualTo(RED);
    }

    @Test
    void commentsAndEmptyLinesAreSkipped() {
        draw("", "# sum = 1", "sum = 2", "  # sum = 3", "");
        assertThat(sketch.value("sum")).isEqualTo(2);
    }

    @Test
    void bothPaintsTheMirrorImageToo() {
        draw("both fill #ff0000 box 10 10 20 20 0", "fill #0000ff box 10 40 20 50 0");
        assertThat(pixel(15, 15)).isEqualTo(RED);
        assertThat(pixel(85, 15)).isEqualTo(RED);
        assertThat(pixel(15, 45)).isEqualTo(0xff0000ff);
        assertThat(pixel(85, 45)).isEqualTo(WHITE);
    }

    @Test
    void withinPaintsInsideAShapeOnly() {
        draw("within box 10 10 50 50 0", "  fill #ff0000 box 0 0 100 30 0", "fill #0000ff box 60 60 70 70 0");
        assertThat(pixel(20, 20)).isEqualTo(RED);
        assertThat(pixel(70, 20)).isEqualTo(WHITE);
        assertThat(pixel(65, 65)).isEqualTo(0xff0000ff);
    }

    @Test
    void aFaultNamesItsFileAndLine() {
        refused("x.txt line 3: there is no statement clot", "sum = 1", "clot box 1 2 3 4 5");
        refused("x.txt line 4: there is no shape bix", "if 1", "  sum = 1", "  cloth bix 1");
        refused("x.txt line 2: expected to before 5", "for i = 1 5 5");
        refused("x.txt line 2: \"leaf\" is not name=value", "draw collar leaf");
        refused("x.txt line 3: the line is indented too far", "if 1", "    sum = 1");
        refused("x.txt line 2: \"1\" is not expected here", "for i = 1 to 2 1");
        refused("x.txt line 3: another section has this name", "sum = 1", "[main]");
        refused("x.txt line 4: after else comes nothing or if", "if 1", "  sum = 1", "else 1");
    }

    @Test
    void aFaultThatShowsInDrawingNamesItsLineToo() {
        assertThatThrownBy(() -> draw("if 1", "  sum = width"))
                .isInstanceOf(SilhouetteException.class)
                .hasMessage("x.txt line 3: width has no value yet");
        assertThatThrownBy(() -> draw("draw nothing"))
                .isInstanceOf(SilhouetteException.class)
                .hasMessage("x.txt line 2: no section nothing");
    }

    private void refused(String sentence, String... lines) {
        assertThatThrownBy(() -> draw(lines))
                .isInstanceOf(SilhouetteException.class)
                .hasMessageStartingWith(sentence);
    }

    private void draw(String... lines) {
        named(sections("[main]\n" + String.join("\n", lines)), "main").draw(sketch);
    }

    private static Map<String, Step> sections(String... lines) {
        Map<String, Step> sections = new HashMap<>();
        sections.putAll(
                new SilhouetteParser("x.txt", String.join("\n", lines), name -> named(sections, name)).sections());
        return sections;
    }

    private static Step named(Map<String, Step> sections, String name) {
        if (!sections.containsKey(name)) {
            throw new IllegalArgumentException("no section " + name);
        }
        return Objects.requireNonNull(sections.get(name));
    }

    private int pixel(int x, int y) {
        BufferedImage image = sketch.canvas().finished();
        return image.getRGB(x * Canvas.SIDE / 100, y * Canvas.SIDE / 100);
    }
}
