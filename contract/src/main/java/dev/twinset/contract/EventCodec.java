package dev.twinset.contract;

import static java.util.Objects.requireNonNull;

import java.time.Clock;

/**
 * Records to events and back: CloudEvents 1.0 in Kafka's binary mode, attributes in headers, the payload raw in the
 * value. Liberal on input (a record with no header at all is an upload), strict on output. Thread-safe.
 */
@SuppressWarnings({"unused", "DoNotCallSuggester"})
public final class EventCodec {
    private final Topics topics;
    private final Clock clock;
    private final String source;

    /**
     * @param clock gives {@code ce_time} of what is written
     * @param source {@code ce_source} of what is written, such as {@code /twinset/worker/w1}
     */
    public EventCodec(Topics topics, Clock clock, String source) {
        this.topics = requireNonNull(topics, "topics is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.source = requireNonNull(source, "source is null");
    }

    /** Reads an event of the images or the queries topic. */
    public CatalogEvent event(EventRecord record) throws RejectedEventException {
        throw new UnsupportedOperationException();
    }

    /** An upload, a query or a deletion, as a producer sends it. */
    public OutgoingRecord event(CatalogEvent event) {
        throw new UnsupportedOperationException();
    }

    /** A record of the feature log of {@code modelId}. */
    public OutgoingRecord feature(String modelId, FeatureRecord feature) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalArgumentException if the record is no feature of that dimension: the log is damaged */
    public FeatureRecord feature(EventRecord record, int dimension) {
        throw new UnsupportedOperationException();
    }

    /** The answer to {@code cause}. */
    public OutgoingRecord recommendations(Recommendations answer, CatalogEvent cause) {
        throw new UnsupportedOperationException();
    }

    /** Reads an answer back; the record must hold a value (a tombstone says that the item was deleted). */
    public Recommendations recommendations(EventRecord record) {
        throw new UnsupportedOperationException();
    }

    /** The tombstone that takes a deleted item's answer out of the recommendations topic. */
    public OutgoingRecord withdrawn(ImageDeleted cause) {
        throw new UnsupportedOperationException();
    }

    /** The dead letter of a record that cannot be served; always small enough to be sent. */
    public OutgoingRecord rejected(EventRecord original, Rejection rejection) {
        throw new UnsupportedOperationException();
    }

    /** Reads a dead letter back. */
    public RejectedImage rejected(EventRecord deadLetter) {
        throw new UnsupportedOperationException();
    }
}
