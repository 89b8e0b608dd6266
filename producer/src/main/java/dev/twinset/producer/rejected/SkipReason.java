package dev.twinset.producer.rejected;

/** Why a dead letter that was asked for is not sent again. */
public enum SkipReason {
    REDRIVEN("was sent again before"),
    NOT_MENDABLE("would be rejected again as it is; name its reason with --reason to send it all the same"),
    TOO_OFTEN("has been sent again as often as --max-replays allows"),
    NEWER("has been uploaded again or deleted since; --overwrite-newer sends the older image all the same"),
    NOT_WHOLE("is not kept whole, or came from another topic: rejected show says what is missing"),
    FOREIGN("is not a dead letter that this version can read");

    private final String sentence;

    SkipReason(String sentence) {
        this.sentence = sentence;
    }

    /** Goes on after "it". */
    public String sentence() {
        return sentence;
    }
}
