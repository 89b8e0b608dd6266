package dev.twinset.samples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;

/** Patterns that repeat a small picture. */
final class TextureTile {
    /** Pixels along a tile's side, before it is scaled. */
    private static final int SIDE = 64;

    private TextureTile() {}

    static Paint checks(Color base, Color second, RandomSource random) {
        return tiled(base, random.between(9.0, 20.0), tile -> {
            for (int line = random.between(2, 4); line > 0; line--) {
                int width = random.between(3, 22);
                int at = random.between(0, SIDE - width);
                tile.setColor(Shade.translucent(random.chance(0.65) ? second : Shade.darker(base, 0.5), 0.45));
                tile.fillRect(at, 0, width, SIDE);
                tile.fillRect(0, at, SIDE, width);
            }
        });
    }

    static Paint dots(Color base, Color second, RandomSource random) {
        return tiled(base, random.between(6.0, 15.0), tile -> {
            int radius = random.between(6, 14);
            tile.setColor(second);
            tile.fillOval(SIDE / 4 - radius, SIDE / 4 - radius, 2 * radius, 2 * radius);
            tile.fillOval(3 * SIDE / 4 - radius, 3 * SIDE / 4 - radius, 2 * radius, 2 * radius);
        });
    }

    static Paint flowers(Color base, Color second, RandomSource random) {
        Color leaf = Shade.mixed(BaseColour.GREEN.plain(), base, 0.3);
        return tiled(base, random.between(12.0, 24.0), tile -> {
            for (int flower = random.between(2, 4); flower > 0; flower--) {
                int x = random.between(14, SIDE - 14);
                int y = random.between(14, SIDE - 14);
                int petal = random.between(5, 8);
                tile.setColor(leaf);
                tile.fillOval(x - 2 * petal, y, 3 * petal, petal);
                tile.setColor(second);
                for (int turn = 0; turn < 5; turn++) {
                    double angle = turn * 2 * Math.PI / 5;
                    int petalX = (int) Math.round(x + petal * Math.cos(angle));
                    int petalY = (int) Math.round(y + petal * Math.sin(angle));
                    tile.fillOval(petalX - petal / 2 - 1, petalY - petal / 2 - 1, petal + 2, petal + 2);
                }
                tile.setColor(BaseColour.YELLOW.plain());
                tile.fillOval(x - petal / 2, y - petal / 2, petal, petal);
            }
        });
    }

    static Paint melange(Color base, RandomSource random) {
        return tiled(base, 26, tile -> {
            for (int fibre = 0; fibre < 90; fibre++) {
                tile.setColor(Shade.translucent(random.chance(0.5) ? Color.WHITE : Color.BLACK, 0.14));
                int x = random.between(0, SIDE);
                int y = random.between(0, SIDE);
                tile.drawLine(x, y, x + random.between(3, 12), y + random.between(-1, 1));
            }
        });
    }

    static Paint blotches(Color base, Color second, RandomSource random) {
        List<Color> colours = List.of(Shade.darker(base, 0.45), Shade.lighter(base, 0.35), second);
        return tiled(base, random.between(22.0, 38.0), tile -> {
            for (int blotch = 0; blotch < 14; blotch++) {
                tile.setColor(colours.get(blotch % 3));
                int x = random.between(0, SIDE);
                int y = random.between(0, SIDE);
                int width = random.between(8, 26);
                int height = random.between(6, 16);
                // what leaves on the right and below comes in again on the left and above
                for (int copy = 0; copy < 4; copy++) {
                    tile.fillOval(x - copy % 2 * SIDE, y - copy / 2 * SIDE, width, height);
                }
            }
        });
    }

    /** @param side of a tile, in hundredths of the picture's side */
    private static Paint tiled(Color base, double side, Consumer<Graphics2D> drawing) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D tile = image.createGraphics();
        tile.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        tile.setColor(base);
        tile.fillRect(0, 0, SIDE, SIDE);
        drawing.accept(tile);
        tile.dispose();
        return new TexturePaint(image, new Rectangle2D.Double(0, 0, side, side));
    }
}
