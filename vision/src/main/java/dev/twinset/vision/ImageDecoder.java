package dev.twinset.vision;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Encoded images to small RGB squares. One thread at a time; holds native buffers. */
public final class ImageDecoder implements AutoCloseable {
    private final int side;
    private final ImageLimits limits;
    private final Size size;
    private final Mat small;

    public ImageDecoder(int side, ImageLimits limits) {
        this.side = side;
        this.limits = limits;
        this.size = new Size(side, side);
        this.small = new Mat(side, side, opencv_core.CV_8UC3);
        opencv_core.setNumThreads(1);
    }

    /**
     * Decodes, applies EXIF orientation, composites alpha on white and resizes by area to the square.
     *
     * @param rgb receives side * side * 3 bytes from position {@code at}: R, G, B, row by row
     */
    public void decode(byte[] encoded, byte[] rgb, int at) throws UnfitImageException {
        if (encoded.length == 0) {
            throw new UnfitImageException(ImageFault.EMPTY, "image has 0 bytes");
        }
        if (encoded.length > limits.maxBytes()) {
            throw new UnfitImageException(
                    ImageFault.TOO_MANY_BYTES,
                    "image has " + encoded.length + " bytes, at most " + limits.maxBytes() + " expected");
        }
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes);
                Mat full = opencv_imgcodecs.imdecode(input, opencv_imgcodecs.IMREAD_COLOR_RGB)) {
            if (full.empty()) {
                throw new UnfitImageException(ImageFault.CORRUPT, "image cannot be decoded");
            }
            opencv_imgproc.resize(full, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            small.data().get(rgb, at, side * side * 3);
        } catch (RuntimeException e) {
            throw new UnfitImageException(ImageFault.CORRUPT, "image cannot be decoded: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        small.close();
        size.close();
    }
}
