package dev.twinset.vision.image;

import static org.bytedeco.opencv.global.opencv_core.CMP_EQ;
import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.compare;
import static org.bytedeco.opencv.global.opencv_core.norm;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2RGBA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGBA2mRGBA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The native half: OpenCV decodes and resizes. What has no alpha is decoded to 8-bit RGB by OpenCV itself, grey,
 * palette, 16 bits and CMYK included. What has alpha is decoded unchanged, multiplied by its alpha, resized, and laid
 * on white when it is small: resizing first and multiplying then would let the hidden colour of transparent pixels
 * bleed.
 *
 * <p>Our own buffers are kept from image to image, as each new native object costs a registration with the collector.
 */
final class ScalingDecoder implements AutoCloseable {
    static final int MAX_CHANNELS = 4;

    /** A larger buffer is released after use; a smaller one saves the next image its page faults. */
    private static final long KEPT_BYTES = 4 << 20;

    private static final double EIGHT_OF_SIXTEEN_BITS = 1 / 257.0;

    private static final byte[] END_OF_JPEG = {(byte) 0xFF, (byte) 0xD9};

    /** Codes with many ones, which stand for large differences; enough for some blocks of 8x8 pixels. */
    private static final byte[] FILLER = filler(512);

    private final Size size;
    private final Mat input = new Mat();
    private final Mat eightBit = new Mat();
    private final Mat small = new Mat();
    private final Mat smallRgb = new Mat();

    private static byte[] filler(int length) {
        byte[] filler = new byte[length];
        for (int i = 0; i < length; i++) {
            filler[i] = (byte) (0xE0 | (i * 5 & 0x0E));
        }
        return filler;
    }

    ScalingDecoder(int width, int height) {
        size = new Size(width, height);
        // a setting of the process: our threads each take one image, so one image must not take two cores
        opencv_core.setNumThreads(1);
    }

    /** @param rgb receives R, G, B of each pixel; MAX_CHANNELS bytes per pixel long, what follows is undefined */
    void decode(byte[] encoded, ImageHeader header, int reduction, byte[] rgb) throws InvalidImageException {
        try (Mat full = header.missingEndAt() == ImageHeader.NONE
                ? read(picture(encoded, header), header, reduction)
                : readWithoutEnd(encoded, header, reduction)) {
            if (header.alpha()) {
                resizeTransparent(full, header.transparentGrey(), rgb);
            } else {
                resize(full, small, size, 0, 0, INTER_AREA);
                small.data().get(rgb, 0, size.area() * 3);
            }
        } catch (RuntimeException e) {
            throw refusal(header, e);
        } finally {
            release(input);
            release(eightBit);
        }
    }

    /** What of the file is given to OpenCV. */
    private static byte[] picture(byte[] encoded, ImageHeader header) {
        return switch (header.format()) {
            case JPEG -> encoded;
            case PNG -> PngReader.picture(encoded);
            case WEBP -> WebpReader.picture(encoded);
        };
    }

    /**
     * Libjpeg would fill what is missing of a scan and only warn. A complete scan gives the same picture whatever
     * follows it, an incomplete one takes what follows for data: two decodings tell the two apart.
     */
    private Mat readWithoutEnd(byte[] encoded, ImageHeader header, int reduction) throws InvalidImageException {
        int length = header.missingEndAt();
        byte[] filled = Arrays.copyOf(encoded, length + FILLER.length + END_OF_JPEG.length);
        System.arraycopy(FILLER, 0, filled, length, FILLER.length);
        System.arraycopy(END_OF_JPEG, 0, filled, length + FILLER.length, END_OF_JPEG.length);
        byte[] ended = Arrays.copyOf(encoded, length + END_OF_JPEG.length);
        System.arraycopy(END_OF_JPEG, 0, ended, length, END_OF_JPEG.length);
        try (Mat other = read(filled, header, reduction);
                Mat everywhere = new Mat()) {
            Mat picture = read(ended, header, reduction);
            if (norm(picture, other, NORM_INF, everywhere) > 0) {
                picture.close();
                throw new InvalidImageException(
                        ImageFault.CORRUPT,
                        "JPEG of " + encoded.length + " bytes has no end marker, and its scan is not complete");
            }
            return picture;
        }
    }

    /**
     * Not the form with a Mat to write to: on failure that Mat keeps the last image, only the returned one is empty.
     */
    private Mat read(byte[] encoded, ImageHeader header, int reduction) throws InvalidImageException {
        input.create(1, encoded.length, CV_8UC1);
        input.data().put(encoded, 0, encoded.length);
        Mat full = imdecode(input, header.alpha() ? IMREAD_UNCHANGED : rgbFlags(reduction));
        try {
            checkDecoded(full, encoded.length, header, reduction);
            return full;
        } catch (InvalidImageException e) {
            full.close();
            throw e;
        }
    }

    private static void checkDecoded(Mat full, int bytes, ImageHeader header, int reduction)
            throws InvalidImageException {
        if (full.empty()) {
            throw new InvalidImageException(
                    ImageFault.CORRUPT,
                    header.format() + " of " + bytes + " bytes has a sound structure, its pixels do not decode");
        }
        long width = (header.width() + reduction - 1) / reduction;
        long height = (header.height() + reduction - 1) / reduction;
        if (full.cols() != width || full.rows() != height) {
            throw new InvalidImageException(
                    ImageFault.CORRUPT,
                    String.format(
                            "%s decoded to %dx%d, %dx%d expected from its header",
                            header.format(), full.cols(), full.rows(), width, height));
        }
    }

    /** The flags called grey hold only the scale; those called colour also hold BGR, which excludes RGB. */
    private static int rgbFlags(int reduction) {
        int reduced = switch (reduction) {
            case 8 -> IMREAD_REDUCED_GRAYSCALE_8;
            case 4 -> IMREAD_REDUCED_GRAYSCALE_4;
            case 2 -> IMREAD_REDUCED_GRAYSCALE_2;
            default -> 0;
        };
        return reduced | IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION;
    }

    /** Unchanged pixels come as grey, BGR or BGRA, with 8 or 16 bits: a header may promise alpha and hold none. */
    private void resizeTransparent(Mat full, int transparentGrey, byte[] rgb) {
        Mat pixels = full;
        if (transparentGrey != ImageHeader.NONE && pixels.channels() == 1) {
            whiten(pixels, transparentGrey);
        }
        if (pixels.depth() == CV_16U) {
            pixels.convertTo(eightBit, CV_8U, EIGHT_OF_SIXTEEN_BITS, 0);
            pixels = eightBit;
        }
        if (pixels.channels() == 4) {
            cvtColor(pixels, pixels, COLOR_RGBA2mRGBA);
        }
        resize(pixels, small, size, 0, 0, INTER_AREA);
        switch (small.channels()) {
            case 4 -> {
                cvtColor(small, smallRgb, COLOR_BGRA2RGBA);
                smallRgb.data().get(rgb, 0, size.area() * 4);
                layOnWhite(rgb, size.area());
            }
            case 3 -> {
                cvtColor(small, smallRgb, COLOR_BGR2RGB);
                smallRgb.data().get(rgb, 0, size.area() * 3);
            }
            default -> {
                cvtColor(small, smallRgb, COLOR_GRAY2RGB);
                smallRgb.data().get(rgb, 0, size.area() * 3);
            }
        }
    }

    /** What is either opaque or transparent can be laid on white before it is resized. */
    private static void whiten(Mat grey, int level) {
        int white = grey.depth() == CV_16U ? 65_535 : 255;
        try (Mat key = new Mat(Scalar.all(level));
                Mat transparent = new Mat();
                Mat paper = new Mat(Scalar.all(white))) {
            compare(grey, key, transparent, CMP_EQ);
            grey.setTo(paper, transparent);
        }
    }

    /** In place: 4 bytes of each pixel (colours multiplied by alpha, alpha) become 3. */
    private static void layOnWhite(byte[] rgb, int pixels) {
        for (int i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
            int white = 255 - (rgb[from + 3] & 0xFF);
            // rounding can leave a colour above its alpha by one
            rgb[to] = (byte) Math.min(255, white + (rgb[from] & 0xFF));
            rgb[to + 1] = (byte) Math.min(255, white + (rgb[from + 1] & 0xFF));
            rgb[to + 2] = (byte) Math.min(255, white + (rgb[from + 2] & 0xFF));
        }
    }

    /** What OpenCV throws is about the image, as trying again gives the same; lack of memory is not, and goes on. */
    private static InvalidImageException refusal(ImageHeader header, RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("bad_alloc") || message.contains("Insufficient memory")) {
            OutOfMemoryError noMemory = new OutOfMemoryError("no native memory to decode an image: " + message);
            noMemory.initCause(e);
            throw noMemory;
        }
        InvalidImageException refusal = new InvalidImageException(
                ImageFault.CORRUPT, header.format() + " does not decode: " + message.replaceAll("\\s+", " "));
        refusal.initCause(e);
        return refusal;
    }

    private static void release(Mat buffer) {
        if (!buffer.empty() && buffer.total() * buffer.elemSize() > KEPT_BYTES) {
            buffer.release();
        }
    }

    @Override
    public void close() {
        input.close();
        eightBit.close();
        small.close();
        smallRgb.close();
        size.close();
    }
}
