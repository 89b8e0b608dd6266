package dev.twinset.worker.kafka;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What a worker writes beside each offset that it commits: the next owner of the partition must know how long nobody
 * read it, and whether this term has begun there.
 *
 * @param time of the commit
 * @param term number of the term, see {@link Role}, in which the group answers the events from this offset on; 0 if it
 *     does not answer, or does not yet
 */
record CommitStamp(Instant time, long term) {
    private static final Pattern TEXT = Pattern.compile("committed at (\\S{1,40})(?: in term (\\d{1,18}))?");

    /** As the metadata of an offset. */
    String text() {
        return "committed at " + time + (term > 0 ? " in term " + term : "");
    }

    /** Empty if the metadata is none of ours. */
    static Optional<CommitStamp> of(String metadata) {
        Matcher text = TEXT.matcher(metadata);
        if (!text.matches()) {
            return Optional.empty();
        }
        String term = text.group(2);
        return Optional.of(new CommitStamp(Instant.parse(text.group(1)), term == null ? 0 : Long.parseLong(term)));
    }

    /** Whether the group answers from this offset on in this term: all before it has been answered. */
    static boolean isOfTerm(OffsetAndMetadata committed, long term) {
        return of(committed.metadata()).filter(stamp -> stamp.term == term).isPresent();
    }
}
