package dev.twinset.samples;

import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a catalogue of garments, shoes, bags and accessories in the Fashion Product Images layout; the same from the
 * same seed. Item i depends only on the seed and on i, so that a smaller catalogue is the beginning of a larger one;
 * its bytes are the same on every run of one Java version.
 */
public final class SampleCatalog {
    private static final float JPEG_QUALITY = 0.9f;

    private SampleCatalog() {}

    /** Draws {@code items} products into {@code directory}: {@code styles.csv} and {@code images/<id>.jpg}. */
    public static void draw(int items, long seed, Path directory) throws IOException {
        draw(items, seed, directory, drawn -> {});
    }

    /**
     * Draws on all processors; {@code styles.csv} is written last, so that a folder that has it is complete.
     *
     * @param progress is called after each picture with the number drawn so far, from several threads, not always in
     *     order
     */
    public static void draw(int items, long seed, Path directory, IntConsumer progress) throws IOException {
        requireNonNull(progress, "progress is null");
        if (items < 1) {
            throw new IllegalArgumentException(items + " items to draw, expected 1 or more");
        }
        Files.createDirectories(directory.resolve("images"));
        AtomicInteger drawn = new AtomicInteger();
        draw(IntStream.range(0, items).parallel(), seed, directory, index -> progress.accept(drawn.incrementAndGet()));
        writeTable(items, seed, directory);
    }

    /** Writes {@code styles.csv} alone, for pictures that {@link #drawPictures} draws later. */
    public static void writeTable(int items, long seed, Path directory) throws IOException {
        Files.createDirectories(directory.resolve("images"));
        StringBuilder table = new StringBuilder(String.join(",", SampleProduct.COLUMNS)).append('\n');
        for (int index = 0; index < items; index++) {
            table.append(String.join(",", SampleProduct.of(seed, index).row())).append('\n');
        }
        Files.writeString(directory.resolve("styles.csv"), table);
    }

    /** Draws items {@code from} to {@code to - 1} into the folder of a table, on this thread alone. */
    public static void drawPictures(int from, int to, long seed, Path directory) throws IOException {
        draw(IntStream.range(from, to), seed, directory, index -> {});
    }

    private static void draw(IntStream indexes, long seed, Path directory, IntConsumer whenDrawn) throws IOException {
        Path images = directory.resolve("images");
        try {
            indexes.forEach(index -> {
                draw(SampleProduct.of(seed, index), images);
                whenDrawn.accept(index);
            });
        } catch (UncheckedIOException e) {
            throw new IOException("cannot draw into " + directory.toAbsolutePath() + ": " + e.getMessage(), e);
        }
    }

    private static void draw(SampleProduct product, Path images) {
        try {
            Files.write(images.resolve(product.id() + ".jpg"), jpeg(product.picture()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16_384);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(JPEG_QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
