package dev.twinset.vision.image;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Size and structure of an encoded image, read from its markers or chunks in one pass, without decoding a pixel.
 *
 * @param width pixels as stored, before EXIF orientation; a PNG can claim up to 2^32 - 1
 * @param height pixels as stored, before EXIF orientation
 * @param orientation EXIF orientation, 1 to 8; 1 where there is none or it makes no sense
 * @param alpha whether pixels can be transparent
 * @param bitsPerSample 8 but for some PNG and JPEG
 * @param progressive whether a JPEG decoder must hold all coefficients at once
 * @param scans scans of a JPEG, else 0
 * @param animated whether this is a PNG or WebP of more than one frame
 * @param transparentGrey the level of a grey PNG that stands for transparent pixels, as it is when decoded (8 bits, or
 *     16 where the file has 16), else {@value #NONE}
 * @param missingEndAt where the end marker of a JPEG belongs whose scans are all there and that has none, else
 *     {@value #NONE}
 * @param defect what is wrong with the structure, as one sentence; the end marker, for one, can be missing
 */
public record ImageHeader(
        Format format,
        long width,
        long height,
        int orientation,
        boolean alpha,
        int bitsPerSample,
        boolean progressive,
        int scans,
        boolean animated,
        int transparentGrey,
        int missingEndAt,
        Optional<String> defect) {
    /** Stands where a picture has no such thing. */
    public static final int NONE = -1;

    /** What can be decoded. */
    public enum Format {
        JPEG,
        PNG,
        WEBP
    }

    public ImageHeader {
        requireNonNull(format, "format is null");
        requireNonNull(defect, "defect is null");
        if (width < 1 || height < 1 || orientation < 1 || orientation > 8) {
            throw new IllegalArgumentException("image of " + width + "x" + height + ", orientation " + orientation);
        }
    }

    /**
     * Reads what can be read. A defect behind the size is reported in the header and not thrown, so that a claim of
     * absurd size is found before a missing end.
     *
     * @throws InvalidImageException EMPTY, UNSUPPORTED_FORMAT, or CORRUPT where not even the size is known
     */
    public static ImageHeader read(byte[] encoded) throws InvalidImageException {
        if (encoded.length == 0) {
            throw new InvalidImageException(ImageFault.EMPTY, "image has 0 bytes, at least 1 expected");
        }
        return StructureReader.of(encoded).read();
    }
}
