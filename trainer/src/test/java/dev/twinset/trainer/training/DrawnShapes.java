package dev.twinset.trainer.training;

import dev.twinset.catalog.Catalog;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A catalogue small enough for a test: discs, squares and crosses in red, green and blue, on white. */
public final class DrawnShapes {
    private static final List<String> KINDS = List.of("Disc", "Square", "Cross");
    private static final List<Color> COLOURS = List.of(Color.RED, Color.GREEN, Color.BLUE);
    private static final List<String> COLOUR_NAMES = List.of("Red", "Green", "Blue");
    private static final int SIDE = 48;

    private DrawnShapes() {}

    /** {@code styles.csv} with articleType and baseColour, and the pictures. */
    public static Catalog draw(int items, Path directory) throws IOException {
        Random random = new Random(7);
        Path images = Files.createDirectories(directory.resolve("images"));
        StringBuilder styles = new StringBuilder("id,articleType,baseColour\n");
        for (int i = 0; i < items; i++) {
            int kind = i % KINDS.size();
            int colour = i / KINDS.size() % COLOURS.size();
            styles.append(i + ",").append(KINDS.get(kind) + ",").append(COLOUR_NAMES.get(colour) + "\n");
            ImageIO.write(
                    picture(kind, COLOURS.get(colour), random),
                    "jpg",
                    images.resolve(i + ".jpg").toFile());
        }
        Files.writeString(directory.resolve("styles.csv"), styles);
        return Catalog.read(directory);
    }

    private static BufferedImage picture(int kind, Color colour, Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, SIDE, SIDE);
        pen.setColor(colour);
        int size = 20 + random.nextInt(16);
        int x = random.nextInt(SIDE - size);
        int y = random.nextInt(SIDE - size);
        switch (kind) {
            case 0 -> pen.fillOval(x, y, size, size);
            case 1 -> pen.fillRect(x, y, size, size);
            default -> {
                pen.fillRect(x + size / 3, y, size / 3, size);
                pen.fillRect(x, y + size / 3, size, size / 3);
            }
        }
        pen.dispose();
        return image;
    }
}
