package dev.twinset.vision.image;

import dev.twinset.vision.image.ImageHeader.Format;
import dev.twinset.vision.memory.NativeMemory;
import java.util.Objects;

/**
 * Encoded images to small RGB squares, the same way for training and serving. One thread at a time; holds native
 * buffers.
 *
 * <p>A JPEG is decoded at 1/8, 1/4 or 1/2 of its size where both sides then still reach the side of the square: its
 * decoder skips most of the work, and the average over 8x8, 4x4 or 2x2 pixels that it takes is part of the averaging by
 * area that follows anyway. Other formats have no such shortcut: OpenCV would decode them whole and then resize with a
 * worse filter.
 *
 * <p>We apply the EXIF orientation, once, to the small square; OpenCV ignores it. Transparent images are laid on white.
 * Colour profiles are not applied. {@code docs/pictures.md} lists what is honoured.
 */
public final class ImageDecoder implements AutoCloseable {
    private final int side;
    private final ImageLimits limits;
    private final NativeMemory memory;
    private final ScalingDecoder squares;
    private final byte[] square;

    /** @param side width and height of the result, pixels */
    public ImageDecoder(int side, ImageLimits limits) {
        this(side, limits, NativeMemory.OF_PROCESS);
    }

    ImageDecoder(int side, ImageLimits limits, NativeMemory memory) {
        if (side < 1) {
            throw new IllegalArgumentException("side is " + side + ", at least 1 expected");
        }
        this.side = side;
        this.limits = limits;
        this.memory = memory;
        this.square = new byte[side * side * ScalingDecoder.MAX_CHANNELS];
        this.squares = new ScalingDecoder(side, side);
    }

    /**
     * Decodes, applies EXIF orientation, composites alpha on white and resizes by area to the square.
     *
     * @param rgb receives side * side * 3 bytes from position {@code at}: R, G, B, row by row; untouched on failure
     * @throws InvalidImageException if {@link ImageValidator} refuses the image or it cannot be decoded
     */
    public void decode(byte[] encoded, byte[] rgb, int at) throws InvalidImageException {
        Objects.checkFromIndexSize(at, side * side * 3, rgb.length);
        ImageHeader header = ImageValidator.check(encoded, limits);
        int reduction = reduction(header);
        int taken = memory.take(nativeBytes(header, reduction));
        try {
            squares.decode(encoded, header, reduction, square);
        } finally {
            memory.giveBack(taken);
        }
        ExifOrientation.apply(header.orientation(), side, side, square, rgb, at);
    }

    /** @return 8, 4, 2 or 1: by how much this image shrinks while it is decoded */
    int reduction(ImageHeader header) {
        return reduction(header, side, side);
    }

    /** The largest that leaves both sides at least as long as they are wanted. */
    static int reduction(ImageHeader header, int width, int height) {
        int reduction = header.format() == Format.JPEG ? 8 : 1;
        while (reduction > 1 && (header.width() / reduction < width || header.height() / reduction < height)) {
            reduction /= 2;
        }
        return reduction;
    }

    /**
     * What decoding takes at its peak, within a tenth as measured: the pixels and a progressive JPEG's coefficients;
     * with alpha one more copy to multiply in, and with 16 bits the 8-bit pixels besides. Libwebp draws an animation's
     * frame on two canvases of its own. A JPEG without its end is decoded twice.
     */
    static long nativeBytes(ImageHeader header, int reduction) {
        long pixels = header.width() * header.height();
        if (header.alpha()) {
            int whole = header.format() == Format.WEBP ? 3 : 2;
            return pixels * 4 * (header.bitsPerSample() > 8 ? 4 : whole);
        }
        long coefficients = header.progressive() ? pixels * 3 * Short.BYTES : 0;
        long copies = header.missingEndAt() == ImageHeader.NONE ? 1 : 2;
        return pixels / reduction / reduction * 3 * copies + coefficients;
    }

    @Override
    public void close() {
        squares.close();
    }
}
