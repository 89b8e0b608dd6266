package dev.twinset.vision.image;

/** What can be wrong with an image. */
public enum ImageFault {
    EMPTY,
    TOO_MANY_BYTES,
    UNSUPPORTED_FORMAT,
    TOO_LARGE_DIMENSION,
    TOO_MANY_PIXELS,
    CORRUPT,
    TOO_MANY_SCANS,
    ANIMATED_UNSUPPORTED,
    DECODE_TIMEOUT,
    DECODE_CRASH,
    NON_FINITE,
    ZERO_NORM
}
