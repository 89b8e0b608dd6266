package dev.twinset.producer.rejected;

import dev.twinset.contract.rejection.RejectionReason;

/**
 * What a rejection reason means and what to do about it. {@code docs/rejected-images.md} shows the same table.
 *
 * @param cause what is wrong
 * @param action what to do
 * @param retryable whether the same event can be answered once the cause is fixed; if not, redrive leaves it out unless
 *     the reason is named
 */
public record ReasonAdvice(String cause, String action, boolean retryable) {
    public static ReasonAdvice of(RejectionReason reason) {
        return switch (reason) {
            case INVALID_ID ->
                never(
                        "The key is not a valid id: empty, blank, longer than 255 bytes, not UTF-8, or with "
                                + "unsafe characters (control characters, slashes).",
                        "Upload the image under another id.");
            case HEADERS_TOO_MANY ->
                never("The record has more than 32 headers.", "Send fewer headers, and upload again.");
            case HEADERS_TOO_LARGE ->
                never(
                        "A header is larger than 4 KiB, or all headers together are larger than 16 KiB.",
                        "Send smaller headers, and upload again.");
            case WRONG_PARTITION ->
                retryable(
                        "The client that wrote the event uses another partitioner than Java's (murmur2 of the key), so "
                                + "the events of an item have no order.",
                        "Set the client's partitioner (librdkafka: partitioner=murmur2_random), and upload again. If "
                                + "every client uses the same other partitioner, set images.partitioner=any on all "
                                + "workers and redrive.");
            case UNSUPPORTED_VERSION ->
                retryable(
                        "The worker does not support the event's type or version on this topic: a newer "
                                + "producer, structured mode, or workers with topics.images and topics.queries swapped.",
                        "Upgrade the workers or correct their topics, then redrive. If the producer is "
                                + "wrong, upload again.");
            case BAD_OPTION ->
                never(
                        "An option of the event (such as ce_limit or ce_filter) has a value that is malformed or "
                                + "out of range; the detail says which.",
                        "Correct the option (docs/options.md), and send the event again.");
            case EMPTY -> never("The value is empty.", "Upload the image.");
            case TOO_MANY_BYTES -> never("The image is larger than 8 MiB.", "Upload a smaller file.");
            case CHECKSUM_MISMATCH ->
                never(
                        "The value does not match its content-sha256 header: it was damaged on the way, or "
                                + "the header is wrong.",
                        "Upload the image again from its source.");
            case UNSUPPORTED_FORMAT ->
                never(
                        "The value is not a JPEG, PNG or WebP; the detail names what it is, such as a GIF or a "
                                + "web page.",
                        "Convert the image, and upload it.");
            case TOO_LARGE_DIMENSION ->
                never("A side is longer than 16,383 pixels.", "Scale the image down, and upload it.");
            case TOO_MANY_PIXELS ->
                retryable(
                        "The image has more pixels than image.max.pixels allows (half of that for a "
                                + "progressive JPEG).",
                        "Raise image.max.pixels on all workers and redrive, or scale the image down and "
                                + "upload it.");
            case CORRUPT ->
                never(
                        "The file is damaged: truncated, or its structure is invalid.",
                        "Upload the image again from its source.");
            case TOO_MANY_SCANS ->
                never(
                        "The JPEG has more than 64 scans, as files made to waste time do.",
                        "Save the image again, and upload it.");
            case ANIMATED_UNSUPPORTED -> never("The image has more than one frame.", "Upload a still image.");
            case DECODE_TIMEOUT ->
                retryable(
                        "Decoding took more than 10 s of CPU time, twice; each time the worker ended and was started "
                                + "again.",
                        "Keep the image (twinset rejected export), upgrade the workers, then redrive.");
            case DECODE_CRASH ->
                retryable(
                        "The decoder failed unexpectedly, or crashed the worker twice: a bug in it.",
                        "Keep the image (twinset rejected export), check the worker's log, upgrade the workers, then "
                                + "redrive.");
            case NON_FINITE ->
                never(
                        "The model's network did not produce a finite feature for this image.",
                        "Use another model; its workers read the whole catalogue again.");
            case ZERO_NORM ->
                never(
                        "The model's network produced an empty feature for this image.",
                        "Use another model; its workers read the whole catalogue again.");
            case REF_FORBIDDEN ->
                retryable(
                        "The event refers to an image (ce_dataref) that workers do not read: references are off, "
                                + "the key is not a safe relative one, a value stands beside it, it leads to a link or "
                                + "to something other than a file, or the folder or bucket refuses this one image.",
                        "If references are off, set references.directory or references.s3.* on all workers, "
                                + "then redrive. If the image is refused, let the workers read it, then redrive. "
                                + "Otherwise upload again with a key that is a file or object.");
            case REF_NOT_FOUND ->
                retryable(
                        "The image that the event refers to does not exist in the workers' folder or bucket.",
                        "Put it there, then redrive.");
            case REF_TOO_LARGE ->
                never(
                        "The image that the event refers to is larger than 8 MiB.",
                        "Replace it with a smaller one, and upload again.");
            case REF_TIMEOUT ->
                retryable(
                        "The image that the event refers to did not arrive within references.timeout.ms, twice, although "
                                + "the folder or bucket answered.",
                        "Raise references.timeout.ms or look at the store, then redrive.");
        };
    }

    private static ReasonAdvice retryable(String cause, String action) {
        return new ReasonAdvice(cause, action, true);
    }

    private static ReasonAdvice never(String cause, String action) {
        return new ReasonAdvice(cause, action, false);
    }
}
