package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

final class CanvasTest {
    private static final Color GREY = new Color(128, 128, 128);
    private static final Rectangle2D SQUARE = new Rectangle2D.Double(20, 20, 60, 60);

    private final Canvas canvas = new Canvas(GREY, GREY, Color.RED);

    @Test
    void beginsAsWhitePaper() {
        assertThat(at(1, 1)).isEqualTo(Color.WHITE);
        assertThat(at(50, 50)).isEqualTo(Color.WHITE);
    }

    @Test
    void aPartIsLightedOnTheLeftOfItsMiddleAndShadedAtItsEdges() {
        canvas.cloth(SQUARE);
        assertThat(lightness(45, 50)).isGreaterThan(lightness(22, 50)).isGreaterThan(lightness(77, 50));
        assertThat(lightness(77, 50)).isLessThan(lightness(22, 50));
    }

    @Test
    void theInsideIsDarkerThanTheCloth() {
        canvas.inside(SQUARE);
        assertThat(at(50, 50)).isEqualTo(Shade.darker(GREY, 0.42));
    }

    @Test
    void dimDarkensAndGleamLightens() {
        canvas.fill(SQUARE, GREY);
        canvas.dim(new Rectangle2D.Double(20, 20, 20, 60), 0.5);
        canvas.gleam(new Rectangle2D.Double(60, 20, 20, 60), 0.5);
        assertThat(lightness(30, 50)).isLessThan(lightness(50, 50));
        assertThat(lightness(70, 50)).isGreaterThan(lightness(50, 50));
    }

    @Test
    void stitchesHaveGapsAndASeamHasNone() {
        canvas.stitches(new Line2D.Double(10, 30, 90, 30), Color.BLACK);
        canvas.seam(new Line2D.Double(10, 60, 90, 60));
        assertThat(whiteAlong(30)).isTrue();
        assertThat(whiteAlong(60)).isFalse();
    }

    @Test
    void aGemHasAGlintInItsMaterial() {
        canvas.gem(new Rectangle2D.Double(40, 40, 20, 20), GREY);
        assertThat(lightness(47, 47)).isGreaterThan(lightness(53, 53) + 0.1);
    }

    @Test
    void aMirroredPictureIsDrawnTheOtherWayRound() {
        canvas.place(0, 1, 0, 0, true);
        canvas.fill(new Rectangle2D.Double(10, 40, 20, 20), Color.BLACK);
        assertThat(at(80, 50)).isEqualTo(Color.BLACK);
        assertThat(at(20, 50)).isEqualTo(Color.WHITE);
    }

    @Test
    void aPictureIsPlacedByTurnScaleAndMove() {
        canvas.place(90, 0.5, 10, 0, false);
        canvas.fill(new Rectangle2D.Double(50, 40, 40, 20), Color.BLACK);
        assertThat(at(60, 60)).isEqualTo(Color.BLACK);
        assertThat(at(60, 75)).isEqualTo(Color.WHITE);
        assertThat(at(75, 50)).isEqualTo(Color.WHITE);
    }

    private Color at(int x, int y) {
        return new Color(canvas.finished().getRGB(x * Canvas.SIDE / 100, y * Canvas.SIDE / 100));
    }

    private double lightness(int x, int y) {
        return Shade.lightness(at(x, y));
    }

    private boolean whiteAlong(int y) {
        for (int x = 12; x < 88; x++) {
            if (at(x, y).equals(Color.WHITE)) {
                return true;
            }
        }
        return false;
    }
}
