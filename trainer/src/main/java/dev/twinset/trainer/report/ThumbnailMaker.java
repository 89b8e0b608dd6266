package dev.twinset.trainer.report;

import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageHeader;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Small pictures of image files. They are decoded by the decoder that also serves, so that a hostile file is refused
 * here as well, and encoded as JPEG of some 3 KB. One thread at a time; holds native buffers.
 */
public final class ThumbnailMaker implements AutoCloseable {
    private static final float QUALITY = 0.8f;

    private final int side;
    private final ImageDecoder decoder;
    private final byte[] rgb;
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();

    /** @param side of the pictures' longer side, pixels */
    public ThumbnailMaker(int side) {
        this.side = side;
        this.decoder = new ImageDecoder(side, ImageLimits.DEFAULT);
        this.rgb = new byte[side * side * 3];
    }

    /**
     * Reads and shrinks a file. One that is missing or cannot be decoded gives an empty frame with the reason as its
     * last line.
     *
     * @param alt what is read out in the picture's place
     * @param lines below the picture
     */
    public PagePicture of(Path file, String alt, List<String> lines) {
        try {
            byte[] encoded = ImageBytes.read(file, ImageLimits.DEFAULT.maxBytes());
            decoder.decode(encoded, rgb, 0);
            return fitted(ImageHeader.read(encoded), alt, lines);
        } catch (IOException | InvalidImageException e) {
            List<String> withReason = new ArrayList<>(lines);
            withReason.add(String.valueOf(e.getMessage()));
            return new PagePicture("", side, side, alt, withReason, PagePicture.Mark.NONE);
        }
    }

    /** The decoder gives squares; what is shown has the sides of the original again. */
    private PagePicture fitted(ImageHeader header, String alt, List<String> lines) throws IOException {
        boolean lying = header.orientation() > 4;
        double width = lying ? header.height() : header.width();
        double height = lying ? header.width() : header.height();
        double scale = side / Math.max(width, height);
        return new PagePicture(
                "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg()),
                shown(width * scale),
                shown(height * scale),
                alt,
                lines,
                PagePicture.Mark.NONE);
    }

    private static int shown(double length) {
        return (int) Math.max(1, Math.round(length));
    }

    private byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            int pixel = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255);
            image.setRGB(i % side, i / side, pixel);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
        decoder.close();
    }
}
