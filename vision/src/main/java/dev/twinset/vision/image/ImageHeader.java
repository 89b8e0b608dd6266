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
 * @param chunks chunks of a PNG or WebP, else 0
 * @param ancillaryBytes bytes in the chunks of a PNG that are not the picture, else 0
 * @param animated whether this is an animated PNG or WebP
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
        int chunks,
        long ancillaryBytes,
        boolean animated,
        Optional<String> defect) {
    /** What the magic bytes say; no name or content type is believed. */
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
