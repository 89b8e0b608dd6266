package dev.twinset.contract.rejection;

/** Why an event cannot be served: the reason code of its dead letter. Public API: codes are added, never renamed. */
public enum RejectionReason {
    INVALID_ID,
    HEADERS_TOO_MANY,
    HEADERS_TOO_LARGE,
    WRONG_PARTITION,
    UNSUPPORTED_VERSION,
    BAD_OPTION,
    EMPTY,
    TOO_MANY_BYTES,
    CHECKSUM_MISMATCH,
    UNSUPPORTED_FORMAT,
    TOO_LARGE_DIMENSION,
    TOO_MANY_PIXELS,
    CORRUPT,
    TOO_MANY_SCANS,
    ANIMATED_UNSUPPORTED,
    DECODE_TIMEOUT,
    DECODE_CRASH,
    NON_FINITE,
    ZERO_NORM,
    REF_FORBIDDEN,
    REF_NOT_FOUND,
    REF_TOO_LARGE,
    REF_TIMEOUT
}
