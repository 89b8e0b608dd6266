package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutlineParserTest {
    private final Sketch sketch = ExpressionParserTest.sketch(1);

    @Test
    void figuresHaveTheBoundsTheyName() {
        assertThat(shape("box 10 20 40 30 2").getBounds2D()).isEqualTo(new Rectangle2D.Double(10, 20, 30, 10));
        assertThat(shape("oval 50 40 10 5").getBounds2D()).isEqualTo(new Rectangle2D.Double(40, 35, 20, 10));
        assertThat(shape("line 1 2 3 5").getBounds2D()).isEqualTo(new Line2D.Double(1, 2, 3, 5).getBounds2D());
        assertThat(shape("star 50 50 10 4 0.5").getBounds2D()).isEqualTo(new Rectangle2D.Double(40, 40, 20, 20));
        assertThat(shape("arc 0 10 5 10 10 10").getBounds2D()).isEqualTo(new Rectangle2D.Double(0, 10, 10, 0));
    }

    @Test
    void aPathIsOpenUnlessItEndsOtherwise() {
        assertThat(isClosed(shape("M 10 10 L 20 10 Q 30 15 20 20"))).isFalse();
        assertThat(isClosed(shape("M 10 10 L 20 10 Q 30 15 20 20 Z"))).isTrue();
        assertThat(isClosed(shape("M 50 10 L 70 10 L 70 20 L 50 20 MIRROR"))).isTrue();
    }

    @Test
    void mirrorClosesAPathByItsMirrorImage() {
        Shape whole = shape("M 50 10 L 70 10 Q 80 20 60 30 L 50 30 MIRROR");
        for (int x = 1; x < 50; x++) {
            for (int y = 5; y < 35; y++) {
                assertThat(whole.contains(50 - x, y + 0.5))
                        .as("%d %d", x, y)
                        .isEqualTo(whole.contains(50 + x, y + 0.5));
            }
        }
        assertThat(whole.contains(35, 15)).isTrue();
        assertThat(whole.contains(20, 15)).isFalse();
    }

    @Test
    void shapesAreMovedTurnedAndMirroredFromLeftToRight() {
        assertThat(shape("box 10 20 40 30 0 | mirror").getBounds2D()).isEqualTo(new Rectangle2D.Double(60, 20, 30, 10));
        assertThat(shape("box 10 20 40 30 0 | move 5 -5 | mirror").getBounds2D())
                .isEqualTo(new Rectangle2D.Double(55, 15, 30, 10));
        Rectangle2D turned = shape("box 10 20 40 30 0 | turn 90 10 20").getBounds2D();
        assertThat(turned.getMinX()).isCloseTo(0, within(1e-9));
        assertThat(turned.getMaxY()).isCloseTo(50, within(1e-9));
    }

    @Test
    void aNamedShapeIsUsedAgain() {
        Shape leaf = shape("oval 50 50 3 4");
        sketch.set("leaf", leaf);
        assertThat(shape("@leaf")).isSameAs(leaf);
        assertThat(shape("@leaf | move 1 0").getBounds2D().getX()).isEqualTo(48);
        assertThatThrownBy(() -> shape("@stem")).hasMessage("stem has no value yet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "circle 1 2 3 | there is no shape circle",
                "box 1 2 3 4 | the line ends where 5 numbers should follow",
                "M 1 | the line ends where 2 numbers",
                "M 1 2 Q 3 4 5 | the line ends where 4 numbers",
                "M 1 2 Z 3 4 | \"3\" is not expected here",
                "line 1 2 3 4 5 | \"5\" is not expected here",
                "M 1 2 C 3 4 | \"C\" is not expected here"
            })
    void refusesTextThatIsNotAShape(String text, String sentence) {
        refused(text, sentence);
    }

    @Test
    void refusesAnUnknownWayToPlace() {
        refused("oval 1 2 3 4 | skew 5", "there is no way to place skew");
        refused("oval 1 2 3 4 |", "the line ends where mirror, move or turn should follow");
    }

    private static void refused(String text, String sentence) {
        assertThatThrownBy(() -> OutlineParser.parse(new Words(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private Shape shape(String text) {
        return OutlineParser.parse(new Words(text)).in(sketch);
    }

    private static boolean isClosed(Shape shape) {
        boolean closed = false;
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            closed = path.currentSegment(new double[6]) == PathIterator.SEG_CLOSE;
        }
        return closed;
    }
}
