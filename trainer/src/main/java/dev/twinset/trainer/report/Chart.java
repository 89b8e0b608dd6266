package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * A drawn chart: a PNG of twice the size at which it is shown, so that it is sharp on dense screens and on paper.
 *
 * <p>It is not SVG because XChart's vector export writes each letter as a path and numbers as bitmaps: a bar chart of
 * 290 KB, with ids that another chart on the same page may repeat.
 *
 * @param width as it is shown, CSS pixels
 * @param height as it is shown, CSS pixels
 */
public record Chart(byte[] png, int width, int height) {
    private static final int DENSITY = 2;

    public Chart {
        requireNonNull(png, "png is null");
    }

    static Chart of(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.scale(DENSITY, DENSITY);
        chart.paint(pen, width, height);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Chart(bytes.toByteArray(), width, height);
    }

    String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
