package dev.twinset.producer.rejected;

import dev.twinset.contract.rejection.RejectionReason;

/**
 * What a reason means to whoever has to do something about it. {@code docs/rejected-images.md} says the same.
 *
 * @param cause what is wrong
 * @param action what helps
 * @param mendable whether the same event can be answered once the cause is mended; if not, redrive leaves it out unless
 *     the reason is named
 */
public record ReasonAdvice(String cause, String action, boolean mendable) {
    public static ReasonAdvice of(RejectionReason reason) {
        return switch (reason) {
            case INVALID_ID ->
                never(
                        "The key is no id: empty, blank, longer than 255 bytes, no UTF-8, or with characters that could"
                                + " break out of a log, a page or a path.",
                        "Upload the image under another id.");
            case HEADERS_TOO_MANY ->
                never("The record has more than 32 headers.", "Have the producer send fewer, and upload again.");
            case HEADERS_TOO_LARGE ->
                never(
                        "A header has more than 4 KiB, or all together more than 16 KiB.",
                        "Have the producer send smaller ones, and upload again.");
            case UNSUPPORTED_VERSION ->
                mendable(
                        "The event's type or version is not one that the worker serves on that topic: a newer producer,"
                                + " structured mode, or workers with topics.images and topics.queries mixed up.",
                        "Upgrade the workers or mend their topics, then redrive; if the producer is wrong, upload again.");
            case EMPTY -> never("The value has no bytes.", "Upload the image.");
            case TOO_MANY_BYTES -> never("The image has more than 8 MiB.", "Upload a smaller file.");
            case CHECKSUM_MISMATCH ->
                never(
                        "The value is not what its content-sha256 header says: damaged on its way, or a wrong header.",
                        "Upload the image again from its source.");
            case UNSUPPORTED_FORMAT -> never("The value is no JPEG, PNG or WebP.", "Convert the image, and upload it.");
            case TOO_LARGE_DIMENSION ->
                never("A side has more than 16,383 pixels.", "Scale the image down, and upload it.");
            case TOO_MANY_PIXELS ->
                mendable(
                        "The image has more pixels than image.max.pixels allows, or half of that as a progressive JPEG.",
                        "Raise image.max.pixels on all workers and redrive, or scale the image down and upload it.");
            case CORRUPT ->
                never(
                        "The file is damaged: cut off, or its structure is broken.",
                        "Upload the image again from its source.");
            case TOO_MANY_SCANS ->
                never(
                        "A JPEG with more than 64 scans, which is made to cost time.",
                        "Save the image anew, and upload it.");
            case ANIMATED_UNSUPPORTED -> never("The image is animated.", "Upload a still image.");
            case DECODE_TIMEOUT ->
                mendable(
                        "Decoding took too long, as on an overloaded machine.",
                        "Give the workers more room, then redrive.");
            case DECODE_CRASH ->
                mendable(
                        "Decoding failed in a way that should not happen: short of memory, or a fault of the decoder.",
                        "Look at the worker's log, give it memory or upgrade it, then redrive.");
            case NON_FINITE ->
                never(
                        "The model's network gave no finite feature for this image.",
                        "Use another model: its workers read the whole catalogue by themselves.");
            case ZERO_NORM ->
                never(
                        "The model's network sees nothing at all in this image.",
                        "Use another model: its workers read the whole catalogue by themselves.");
            case REF_FORBIDDEN ->
                never("The event refers to an image elsewhere (ce_dataref).", "Upload the image's bytes themselves.");
            case REF_NOT_FOUND ->
                mendable("The image that the event refers to was not there.", "Put it there, then redrive.");
            case REF_TOO_LARGE ->
                never("The image that the event refers to is too large.", "Refer to a smaller file, and upload again.");
            case REF_TIMEOUT ->
                mendable("The place that the event refers to did not answer in time.", "Mend it, then redrive.");
            case RETRIES_EXHAUSTED ->
                mendable(
                        "The event failed again and again without being unfit itself.",
                        "Look at the worker's log, then redrive.");
        };
    }

    private static ReasonAdvice mendable(String cause, String action) {
        return new ReasonAdvice(cause, action, true);
    }

    private static ReasonAdvice never(String cause, String action) {
        return new ReasonAdvice(cause, action, false);
    }
}
