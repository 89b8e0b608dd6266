package dev.twinset.vision;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Draws and encodes pictures, and takes the encoded ones apart, by other means than the code under test. */
public final class Pictures {
    private Pictures() {}

    /** Left to right more red, top to bottom more green, blue in the middle band: no two directions look alike. */
    public static BufferedImage gradient(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int blue = y * 3 / height == 1 ? 200 : 20;
                image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | blue);
            }
        }
        return image;
    }

    public static BufferedImage filled(int width, int height, int argb, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        return image;
    }

    /** One bit per pixel; index 0 is red and transparent, index 1 is green and opaque. The left half has index 0. */
    public static BufferedImage palette(int width, int height) {
        byte[] red = {(byte) 255, 0};
        byte[] green = {0, (byte) 255};
        byte[] blue = {0, 0};
        byte[] alpha = {0, (byte) 255};
        IndexColorModel colors = new IndexColorModel(1, 2, red, green, blue, alpha);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, colors);
        for (int y = 0; y < height; y++) {
            for (int x = width / 2; x < width; x++) {
                image.getRaster().setSample(x, y, 0, 1);
            }
        }
        return image;
    }

    /** 16 bits for each of red, green, blue and alpha. */
    public static BufferedImage deep(int width, int height, int[] rgba) {
        ComponentColorModel colors = new ComponentColorModel(
                java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
                true,
                false,
                java.awt.Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = colors.createCompatibleWritableRaster(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, rgba);
            }
        }
        return new BufferedImage(colors, raster, false, null);
    }

    public static byte[] png(BufferedImage image) throws IOException {
        return encode(image, "png", false);
    }

    public static byte[] interlacedPng(BufferedImage image) throws IOException {
        return encode(image, "png", true);
    }

    public static byte[] jpeg(BufferedImage image) throws IOException {
        return encode(image, "jpeg", false);
    }

    public static byte[] progressiveJpeg(BufferedImage image) throws IOException {
        return encode(image, "jpeg", true);
    }

    private static byte[] encode(BufferedImage image, String format, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        if (format.equals("jpeg")) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.95f);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** @param quality over 100: lossless */
    public static byte[] webp(BufferedImage image, int quality) {
        boolean alpha = image.getColorModel().hasAlpha();
        int width = image.getWidth();
        int height = image.getHeight();
        ByteBuffer pixels = ByteBuffer.allocate(width * height * (alpha ? 4 : 3));
        for (int argb : image.getRGB(0, 0, width, height, null, 0, width)) {
            pixels.put((byte) argb).put((byte) (argb >> 8)).put((byte) (argb >> 16));
            if (alpha) {
                pixels.put((byte) (argb >> 24));
            }
        }
        try (BytePointer data = new BytePointer(pixels.array());
                Mat mat = new Mat(height, width, alpha ? opencv_core.CV_8UC4 : opencv_core.CV_8UC3, data);
                BytePointer encoded = new BytePointer();
                IntPointer params = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality)) {
            opencv_imgcodecs.imencode(".webp", mat, encoded, params);
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    /** The chunk of a simple WebP behind a canvas, with EXIF at the end. */
    public static byte[] extendedWebp(byte[] simple, int width, int height, int flags, byte[] exif) {
        int picture = simple.length - 12;
        ByteBuffer out = ByteBuffer.allocate(30 + picture + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WEBPVP8X")).putInt(10);
        out.putInt(flags).putShort((short) (width - 1)).put((byte) 0);
        out.putShort((short) (height - 1)).put((byte) 0);
        out.put(simple, 12, picture).put(ascii("EXIF")).putInt(exif.length).put(exif);
        return out.array();
    }

    /** An animation of this many equal frames on a canvas of the same size; frame and size are written as they are. */
    public static byte[] animatedWebp(byte[] simple, int width, int height, int frames) {
        int picture = simple.length - 12;
        ByteBuffer out = ByteBuffer.allocate(44 + frames * (24 + picture)).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(out.capacity() - 8).put(ascii("WEBPVP8X")).putInt(10);
        out.putInt(0x02);
        put24(out, width - 1);
        put24(out, height - 1);
        out.put(ascii("ANIM")).putInt(6).putInt(-1).putShort((short) 0);
        for (int i = 0; i < frames; i++) {
            out.put(ascii("ANMF")).putInt(16 + picture);
            put24(out, 0);
            put24(out, 0);
            put24(out, width - 1);
            put24(out, height - 1);
            put24(out, 100);
            out.put((byte) 2).put(simple, 12, picture);
        }
        return out.array();
    }

    private static void put24(ByteBuffer out, int number) {
        out.putShort((short) number).put((byte) (number >> 16));
    }

    /** An animated PNG of this many frames; all but the first are behind its data, and the first is the still image. */
    public static byte[] apng(BufferedImage image, int frames) throws IOException {
        byte[] png = png(image);
        byte[] control = ByteBuffer.allocate(8).putInt(frames).array();
        byte[] frame = ByteBuffer.allocate(26)
                .putInt(4, image.getWidth())
                .putInt(8, image.getHeight())
                .array();
        byte[] animated = pngWith(pngWith(png, "fcTL", frame), "acTL", control);
        for (int i = 1; i < frames; i++) {
            animated = insert(animated, animated.length - 12, chunk("fcTL", frame));
            animated = insert(animated, animated.length - 12, chunk("fdAT", new byte[10]));
        }
        return animated;
    }

    /** The red of a picture, its highest bits alone, as a grey PNG of 1 to 16 bits with a transparent level. */
    public static byte[] greyPng(BufferedImage image, int bits, int transparent) {
        int width = image.getWidth();
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        for (int y = 0; y < image.getHeight(); y++) {
            rows.write(0);
            int pending = 0;
            for (int x = 0, filled = 0; x < width; x++) {
                int red = image.getRGB(x, y) >> 16 & 0xFF;
                pending = pending << Math.min(bits, 8) | red >> Math.max(0, 8 - bits);
                filled += Math.min(bits, 8);
                if (filled % 8 == 0 || x == width - 1) {
                    rows.write(pending << (8 - filled % 8) % 8);
                }
                if (bits == 16) {
                    rows.write(red);
                }
            }
        }
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(image.getHeight())
                .put((byte) bits)
                .array();
        byte[] key = ByteBuffer.allocate(2).putShort((short) transparent).array();
        return join(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
                chunk("IHDR", header),
                chunk("tRNS", key),
                chunk("IDAT", deflated(rows.toByteArray())),
                chunk("IEND", new byte[0]));
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** The data of a PNG in chunks of so many bytes. */
    public static byte[] pngInPieces(byte[] png, int bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(png, 0, 8);
        ByteBuffer from = ByteBuffer.wrap(png);
        for (int at = 8; at < png.length; at += 12 + from.getInt(at)) {
            int length = from.getInt(at);
            if (!new String(png, at + 4, 4, StandardCharsets.US_ASCII).equals("IDAT")) {
                out.write(png, at, 12 + length);
                continue;
            }
            for (int piece = 0; piece < length; piece += bytes) {
                int first = at + 8 + piece;
                out.writeBytes(chunk("IDAT", Arrays.copyOfRange(png, first, Math.min(first + bytes, at + 8 + length))));
            }
        }
        return out.toByteArray();
    }

    /** A TIFF structure whose first directory holds only the orientation. */
    public static byte[] exif(int orientation, ByteOrder order) {
        return exif(orientation, order, 3);
    }

    /** @param type of the field's value, as TIFF numbers them: 3 is 16 bits, 4 is 32 bits */
    public static byte[] exif(int orientation, ByteOrder order, int type) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put(ascii(order == ByteOrder.BIG_ENDIAN ? "MM" : "II"))
                .putShort((short) 42)
                .putInt(8);
        tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) type).putInt(1);
        switch (type) {
            case 1, 6 -> tiff.put(18, (byte) orientation);
            case 3, 8 -> tiff.putShort(18, (short) orientation);
            default -> tiff.putInt(18, orientation);
        }
        return tiff.array();
    }

    public static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
        ByteBuffer segment = ByteBuffer.allocate(10 + exif.length);
        segment.putShort((short) 0xFFE1).putShort((short) (8 + exif.length));
        segment.put(ascii("Exif")).putShort((short) 0).put(exif);
        return insert(jpeg, 2, segment.array());
    }

    /** Puts a chunk behind the header. */
    public static byte[] pngWith(byte[] png, String type, byte[] data) {
        return insert(png, 33, chunk(type, data));
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(ascii(type)).put(data).putInt(crc(type, data));
        return chunk.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Writes another size into the header, with a matching checksum. */
    public static byte[] pngClaiming(byte[] png, int width, int height) {
        byte[] copy = png.clone();
        byte[] header = new byte[13];
        ByteBuffer.wrap(copy).putInt(16, width).putInt(20, height).get(16, header);
        ByteBuffer.wrap(copy).putInt(29, crc("IHDR", header));
        return copy;
    }

    /** Writes another size into the frame header. */
    public static byte[] jpegClaiming(byte[] jpeg, int width, int height) {
        byte[] copy = jpeg.clone();
        for (int i = 2; i < copy.length; i += 2 + ByteBuffer.wrap(copy).getShort(i + 2)) {
            if ((copy[i + 1] & 0xFF) == 0xC0 || (copy[i + 1] & 0xFF) == 0xC2) {
                ByteBuffer.wrap(copy).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                return copy;
            }
        }
        throw new IllegalArgumentException("JPEG has no frame header");
    }

    public static byte[] insert(byte[] bytes, int at, byte[] more) {
        return ByteBuffer.allocate(bytes.length + more.length)
                .put(bytes, 0, at)
                .put(more)
                .put(bytes, at, bytes.length - at)
                .array();
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int crc(String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(ascii(type));
        crc.update(data);
        return (int) crc.getValue();
    }
}
