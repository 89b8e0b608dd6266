package dev.twinset.worker.app;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Two pictures on white, as JPEG. */
final class Drawn {
    private Drawn() {}

    static byte[] shirt() {
        return jpeg(Color.BLUE, new int[] {40, 160, 160, 40}, new int[] {40, 40, 180, 180});
    }

    static byte[] trousers() {
        return jpeg(
                Color.DARK_GRAY, new int[] {60, 140, 150, 110, 100, 90, 50}, new int[] {20, 20, 220, 220, 60, 220, 220
                });
    }

    private static byte[] jpeg(Color colour, int[] x, int[] y) {
        BufferedImage picture = new BufferedImage(200, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 200, 240);
        pen.setColor(colour);
        pen.fillPolygon(x, y, x.length);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
