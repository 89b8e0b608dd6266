package dev.twinset.vision.image;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.twinset.vision.memory.NativeMemory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Untrusted images as small JPEGs that are safe to show: {@link ImageValidator} first, then only the pixels are encoded
 * again, upright and on white, so that nothing else of the original (its EXIF, its location, bytes for a browser's
 * parser) is passed on. Any thread may call; how much memory all of them take at once is bounded as for
 * {@link ImageDecoder}.
 */
public final class Thumbnail {
    private static final int QUALITY = 85;
    private static final int MAX_SIDE = 4096;

    private Thumbnail() {}

    /**
     * @param side the longer side of the result at most, pixels, 1 to 4,096; a smaller image keeps its size
     * @return a baseline JPEG, its sides in the proportion of the image's
     * @throws InvalidImageException if {@link ImageValidator} refuses the image or it cannot be decoded
     */
    public static byte[] jpeg(byte[] encoded, int side, ImageLimits limits) throws InvalidImageException {
        if (side < 1 || side > MAX_SIDE) {
            throw new IllegalArgumentException("side is " + side + ", expected 1 to " + MAX_SIDE);
        }
        ImageHeader header = ImageValidator.check(encoded, limits);
        double scale = Math.min(1, (double) side / Math.max(header.width(), header.height()));
        int width = (int) Math.max(1, Math.round(header.width() * scale));
        int height = (int) Math.max(1, Math.round(header.height() * scale));
        byte[] stored = decode(encoded, header, width, height);
        byte[] upright = new byte[width * height * 3];
        ExifOrientation.apply(header.orientation(), width, height, stored, upright, 0);
        boolean swapped = ExifOrientation.swaps(header.orientation());
        return encode(upright, swapped ? height : width, swapped ? width : height);
    }

    private static byte[] decode(byte[] encoded, ImageHeader header, int width, int height)
            throws InvalidImageException {
        int reduction = ImageDecoder.reduction(header, width, height);
        byte[] rgb = new byte[width * height * ScalingDecoder.MAX_CHANNELS];
        int taken = NativeMemory.OF_PROCESS.take(ImageDecoder.nativeBytes(header, reduction));
        try (ScalingDecoder decoder = new ScalingDecoder(width, height)) {
            decoder.decode(encoded, header, reduction, rgb);
        } finally {
            NativeMemory.OF_PROCESS.giveBack(taken);
        }
        return rgb;
    }

    private static byte[] encode(byte[] rgb, int width, int height) {
        try (Mat pixels = new Mat(height, width, CV_8UC3);
                BytePointer jpeg = new BytePointer();
                IntPointer settings = new IntPointer(IMWRITE_JPEG_QUALITY, QUALITY, IMWRITE_JPEG_OPTIMIZE, 1)) {
            pixels.data().put(rgb, 0, width * height * 3);
            cvtColor(pixels, pixels, COLOR_RGB2BGR);
            if (!imencode(".jpg", pixels, jpeg, settings)) {
                throw new IllegalStateException("a JPEG of " + width + "x" + height + " could not be written");
            }
            byte[] bytes = new byte[Math.toIntExact(jpeg.limit())];
            jpeg.get(bytes);
            return bytes;
        }
    }
}
