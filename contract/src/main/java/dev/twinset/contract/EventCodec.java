package dev.twinset.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.CatalogEventReader;
import dev.twinset.contract.event.CatalogEventWriter;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ItemIds;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.feature.FeatureRecords;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.feature.ItemAttributesRecords;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.redrive.RedriveMarks;
import dev.twinset.contract.redrive.RedriveMarksRecords;
import dev.twinset.contract.redrive.Replays;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.result.Answers;
import dev.twinset.contract.result.DeadLetters;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Records to events and back: CloudEvents 1.0 in Kafka's binary mode, attributes in headers, the payload raw in the
 * value. Liberal on input (a record with no header at all is an upload), strict on output. Thread-safe.
 */
public final class EventCodec {
    private static final int SOURCE_BYTES = 255;

    private final CatalogEventReader reader;
    private final CatalogEventWriter writer;
    private final FeatureRecords features;
    private final ItemAttributesRecords itemAttributes;
    private final Answers answers;
    private final DeadLetters deadLetters;
    private final Replays replays;
    private final RedriveMarksRecords redriveMarks;
    private final ItemIds ids;

    /**
     * @param clock gives {@code ce_time} of what is written
     * @param source {@code ce_source} of what is written, such as {@code /twinset/worker/w1}: a URI reference
     */
    public EventCodec(Topics topics, Clock clock, String source) {
        this(topics, clock, source, EventLimits.DEFAULT);
    }

    /**
     * @param clock gives {@code ce_time} of what is written
     * @param source {@code ce_source} of what is written, such as {@code /twinset/worker/w1}: a URI reference
     */
    public EventCodec(Topics topics, Clock clock, String source, EventLimits limits) {
        requireNonNull(topics, "topics is null");
        requireNonNull(clock, "clock is null");
        requireNonNull(limits, "limits is null");
        checkSource(source);
        reader = new CatalogEventReader(topics, limits);
        writer = new CatalogEventWriter(topics, clock, source, reader);
        features = new FeatureRecords(topics, source);
        answers = new Answers(topics, clock, source);
        deadLetters = new DeadLetters(topics, clock, source, limits);
        replays = new Replays(topics);
        redriveMarks = new RedriveMarksRecords(topics, source);
        ids = new ItemIds(limits);
        itemAttributes = new ItemAttributesRecords(topics, clock, source, ids);
    }

    private static void checkSource(String source) {
        requireNonNull(source, "source is null");
        if (source.isEmpty() || source.getBytes(UTF_8).length > SOURCE_BYTES) {
            throw new IllegalArgumentException(
                    "source is " + UntrustedText.quote(source) + ", expected 1 to " + SOURCE_BYTES + " bytes");
        }
        URI.create(source);
    }

    /**
     * Reads an event of the images or the queries topic.
     *
     * <p>The key is the id; without one {@code ce_subject} is, without either {@code topic-partition-offset}. Without a
     * {@code ce_type} the topic decides: a query on the queries topic, else an upload. A null value on the images topic
     * is a deletion.
     */
    public CatalogEvent event(EventRecord record) throws RejectedEventException {
        return reader.read(record);
    }

    /**
     * An upload, a query or a deletion, as a producer sends it; its time is now unless it has one. Attributes travel by
     * the lower-case letters and digits of their names: {@code articleType} as {@code articletype}.
     *
     * @throws IllegalArgumentException if a worker would reject the event or read another id: a bad id, an empty or too
     *     large image, attributes beyond the limits of headers
     */
    public OutgoingRecord event(CatalogEvent event) {
        return writer.write(event);
    }

    /**
     * A record of the changelog of {@code modelId}.
     *
     * @throws IllegalArgumentException if the vector is not finite
     */
    public OutgoingRecord feature(String modelId, FeatureRecord feature) {
        return features.write(modelId, feature);
    }

    /** @throws IllegalArgumentException if the record is not a feature of that dimension: the log is damaged */
    public FeatureRecord feature(EventRecord record, int dimension) {
        return features.read(record, dimension);
    }

    /**
     * A record of the topic of attributes.
     *
     * @throws IllegalArgumentException if no item has such an id
     */
    public OutgoingRecord itemAttributes(ItemAttributes item, String eventId) {
        return itemAttributes.write(item, eventId);
    }

    /** @throws IllegalArgumentException if the record says nothing of an item */
    public ItemAttributes itemAttributes(EventRecord record) {
        return itemAttributes.read(record);
    }

    /**
     * The answer to {@code cause}; key and value depend on the answer alone.
     *
     * @throws IllegalArgumentException if the answer is for another item or event than the cause
     */
    public OutgoingRecord recommendations(Recommendations answer, CatalogEvent cause) {
        return answers.write(answer, cause);
    }

    /**
     * A fresh answer for an item, which no event asked for.
     *
     * @throws IllegalArgumentException if the answer has no cause
     */
    public OutgoingRecord revised(Recommendations answer) {
        return answers.revised(answer);
    }

    /**
     * Reads an answer back; the record must hold a value (a tombstone says that the item was deleted).
     *
     * @throws IllegalArgumentException if the record is not an answer
     */
    public Recommendations recommendations(EventRecord record) {
        return answers.read(record);
    }

    /** When the event was made that an answer or a dead letter is about; empty if its producer did not say. */
    public Optional<Instant> causeTime(EventRecord record) {
        return new Headers(record.headers()).time(HeaderNames.CAUSE_TIME);
    }

    /** The tombstone that takes a deleted item's answer out of the recommendations topic. */
    public OutgoingRecord withdrawn(ImageDeleted cause) {
        return answers.withdrawn(cause);
    }

    /** The dead letter of a record that cannot be served; always small enough to be sent. */
    public OutgoingRecord rejected(EventRecord original, Rejection rejection) {
        return rejected(original, rejection, true);
    }

    /** @param keepValue false to leave out the original value: for a topic that does not take it */
    public OutgoingRecord rejected(EventRecord original, Rejection rejection, boolean keepValue) {
        return deadLetters.write(original, rejection, keepValue);
    }

    /**
     * Reads a dead letter back.
     *
     * @throws IllegalArgumentException if the record is not a dead letter
     */
    public RejectedImage rejected(EventRecord deadLetter) {
        return deadLetters.read(deadLetter);
    }

    /** The item or query that a record of the images or the queries topic is about; empty if its id cannot be used. */
    public Optional<String> subject(EventRecord record) {
        try {
            return Optional.of(ids.of(record, new Headers(record.headers())));
        } catch (RejectedEventException e) {
            return Optional.empty();
        }
    }

    /** The id of the event that a record of the recommendations topic is about; empty if it does not say. */
    public Optional<String> answeredEvent(EventRecord record) {
        Optional<String> id = new Headers(record.headers()).text(HeaderNames.ID);
        return id.filter(text -> text.indexOf(':') >= 0).map(text -> text.substring(0, text.lastIndexOf(':')));
    }

    /** Why a dead letter does not hold the event that could be sent again, in a few words; empty if it does. */
    public Optional<String> obstacle(RejectedImage letter) {
        return replays.obstacle(letter);
    }

    /**
     * The event of a dead letter as it was, to be sent again to the partition it came from; it says how often that was
     * done.
     *
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public OutgoingRecord replay(RejectedImage letter) {
        return replays.write(letter);
    }

    /** A record of the ledger of redriven dead letters. */
    public OutgoingRecord redriveMarks(RedriveMarks marks) {
        return redriveMarks.write(marks);
    }

    /** @throws IllegalArgumentException if the record is not a page of marks: the ledger is damaged */
    public RedriveMarks redriveMarks(EventRecord record) {
        return redriveMarks.read(record);
    }
}
