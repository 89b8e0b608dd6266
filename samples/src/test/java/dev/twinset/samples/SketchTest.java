package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.Shape;
import org.junit.jupiter.api.Test;

class SketchTest {
    private static final Color OPAQUE = new Color(200, 100, 50);
    private static final Color TRANSLUCENT = new Color(1, 2, 3, 4);

    private final Sketch sketch = new Sketch(new Canvas(OPAQUE, OPAQUE, TRANSLUCENT), RandomSource.of(1, 1));

    @Test
    void aColourIsANumberThatGivesTheSameColour() {
        for (Color colour : new Color[] {OPAQUE, TRANSLUCENT, Color.BLACK, Color.WHITE}) {
            assertThat(Sketch.number(colour)).isNotNegative();
            assertThat(Sketch.colour(Sketch.number(colour))).isEqualTo(colour);
        }
    }

    @Test
    void theColoursOfTheCanvasHaveNames() {
        assertThat(Sketch.colour(sketch.value("base"))).isEqualTo(OPAQUE);
        assertThat(Sketch.colour(sketch.value("trim"))).isEqualTo(TRANSLUCENT);
    }

    @Test
    void theLastValueOfANameCountsAndAnUnknownNameIsRefused() {
        Shape shape = new Rectangle(1, 2);
        sketch.set("width", 3);
        sketch.set("width", 4);
        sketch.set("sleeve", shape);

        assertThat(sketch.value("width")).isEqualTo(4);
        assertThat(sketch.shape("sleeve")).isSameAs(shape);
        assertThatIllegalStateException()
                .isThrownBy(() -> sketch.value("sleeve"))
                .withMessage("sleeve has no value yet");
        assertThatIllegalStateException()
                .isThrownBy(() -> sketch.shape("width"))
                .withMessage("width has no value yet");
    }
}
