package dev.twinset.contract.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Dead letters back to the events that they were: same key, same bytes, same headers, and two that are added. One
 * counts how often the event was sent again. The other is given only to an event that had no id: the one that workers
 * made up from where it first lay, so that its answer names the event that its producer knows.
 */
public final class Replays {
    /** Longer keys are cut in a dead letter. */
    private static final int CUT_KEY_BYTES = 255;

    private final Topics topics;

    public Replays(Topics topics) {
        this.topics = topics;
    }

    public Optional<String> obstacle(RejectedImage letter) {
        if (!letter.topic().equals(topics.images()) && !letter.topic().equals(topics.queries())) {
            return Optional.of("it came from topic " + UntrustedText.quote(letter.topic()) + ", expected "
                    + topics.images() + " or " + topics.queries());
        }
        if (letter.partition() < 0 || letter.offset() < 0) {
            return Optional.of("its original position is invalid: " + UntrustedText.quote(letter.coordinates()));
        }
        if (!letter.headersKept()) {
            return Optional.of("its headers were too large to keep");
        }
        if (letter.subject().isEmpty() && letter.key().length >= CUT_KEY_BYTES) {
            return Optional.of("its key was too long to keep");
        }
        return value(letter);
    }

    private static Optional<String> value(RejectedImage letter) {
        if (letter.tombstone()) {
            return Optional.empty();
        }
        if (letter.image().isEmpty()) {
            return Optional.of("its bytes were not kept");
        }
        return Digest.sha256(letter.image().get()).equals(letter.sha256())
                ? Optional.empty()
                : Optional.of("its bytes are not those that were rejected: their SHA-256 differs");
    }

    public OutgoingRecord write(RejectedImage letter) {
        obstacle(letter).ifPresent(obstacle -> {
            throw new IllegalArgumentException("cannot be sent again: " + obstacle);
        });
        List<EventHeader> headers = new ArrayList<>(letter.headers());
        headers.removeIf(header -> header.name().equals(HeaderNames.REPLAY_COUNT));
        if (letter.ownEventId().isEmpty()) {
            headers.add(new EventHeader(HeaderNames.ID, letter.coordinates().getBytes(UTF_8)));
        }
        // a producer can claim the greatest count
        int replays = Math.max(letter.replays(), letter.replays() + 1);
        headers.add(new EventHeader(
                HeaderNames.REPLAY_COUNT, Integer.toString(replays).getBytes(UTF_8)));
        return new OutgoingRecord(letter.topic(), key(letter), letter.image(), headers);
    }

    /** A record without a key was served by its subject, or by where it lay: that is its id for good now. */
    private static byte[] key(RejectedImage letter) {
        byte[] standIn = letter.coordinates().getBytes(UTF_8);
        return Arrays.equals(letter.key(), standIn)
                ? letter.subject().map(id -> id.getBytes(UTF_8)).orElse(standIn)
                : letter.key();
    }
}
