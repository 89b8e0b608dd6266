package dev.twinset.contract.record;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the headers: CloudEvents attributes carry the prefix, the others do not. Public API. */
public final class HeaderNames {
    /** What the Kafka protocol binding of CloudEvents puts before an attribute's name. */
    public static final String PREFIX = "ce_";

    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String TIME = "ce_time";
    public static final String SUBJECT = "ce_subject";
    /** The extension of CloudEvents; {@link #TRACE_PARENT} is what tracing libraries for Kafka look at. */
    public static final String CE_TRACE_PARENT = "ce_traceparent";

    static final String CE_TRACE_STATE = "ce_tracestate";
    static final String DATA_SCHEMA = "ce_dataschema";
    static final String DATA_CONTENT_TYPE = "ce_datacontenttype";
    /** Claim check: where the image lies, in place of a value. */
    public static final String DATA_REF = "ce_dataref";

    public static final String TRACE_PARENT = "traceparent";
    public static final String CONTENT_TYPE = "content-type";
    public static final String CONTENT_SHA256 = "content-sha256";

    /** Of answers and dead letters: the {@code ce_time} of the event that they answer. */
    public static final String CAUSE_TIME = "ce_causetime";

    /** Of feature records: the worker session, and its batch, that wrote them. */
    public static final String SESSION = "ce_session";

    public static final String BATCH = "ce_batch";

    /** Of feature records: what the catalogue says of the item, a JSON object of strings. */
    public static final String ATTRIBUTES = "attributes";

    /** Of feature records: what the item's upload asked of its answer, a JSON object of strings. */
    public static final String OPTIONS_ASKED = "options";

    /** Of dead letters. */
    public static final String REASON = "ce_reason";

    public static final String DETAIL = "ce_detail";
    public static final String ORIGIN_TOPIC = "ce_origintopic";
    public static final String ORIGIN_PARTITION = "ce_originpartition";
    public static final String ORIGIN_OFFSET = "ce_originoffset";
    /** {@code true} if the value is the original value, byte for byte. */
    public static final String VALUE_KEPT = "ce_valuekept";
    /** {@code true} if every original header follows under {@link #ORIGINAL_PREFIX}; {@code false} if none does. */
    public static final String HEADERS_KEPT = "ce_headerskept";

    public static final String ORIGINAL_PREFIX = "original-";

    /** Of an event that was a dead letter and was sent again, and of its next dead letter: how often. */
    public static final String REPLAY_COUNT = "ce_replaycount";

    /** Of a page of redrive marks: the dead-letter topic's id at its broker, a partition of it, and the page. */
    public static final String TOPIC_ID = "ce_topicid";

    public static final String PARTITION = "ce_partition";
    public static final String PAGE = "ce_page";

    /** What CloudEvents documents as extensions: producers and brokers add them, and they say nothing of the item. */
    private static final Set<String> EXTENSIONS = Set.of(
            "authclaims",
            "authid",
            "authtype",
            "bampid",
            "bamptxcompleted",
            "bamptxid",
            "bamptxsid",
            "bamptxsstatus",
            "bamtxid",
            "causationid",
            "correlationid",
            "datacategory",
            "dataclassification",
            "dataregulation",
            "deprecated",
            "deprecationfrom",
            "deprecationmigration",
            "deprecationsunset",
            "dssematerial",
            "expirytime",
            "opcuametadatamajorversion",
            "opcuametadataminorversion",
            "opcuastatus",
            "partitionkey",
            "recordedtime",
            "sampledrate",
            "sequence",
            "sequencetype",
            "severitynumber",
            "severitytext");

    /** What an event asks of its answer; the last one is kept for later. */
    private static final Set<String> OPTIONS = Set.of(
            "limit", "scorethreshold", "filter", "fallback", "groupby", "groupsize", "diversity", "why", "searchexact");

    private static final Set<String> ENVELOPE = Set.of(
            SPEC_VERSION,
            ID,
            SOURCE,
            TYPE,
            TIME,
            SUBJECT,
            CE_TRACE_PARENT,
            CE_TRACE_STATE,
            DATA_SCHEMA,
            DATA_CONTENT_TYPE,
            DATA_REF,
            REPLAY_COUNT);

    /** Headers with the prefix that are not attributes of the item. */
    public static final Set<String> RESERVED = Stream.concat(
                    ENVELOPE.stream(),
                    Stream.concat(EXTENSIONS.stream(), OPTIONS.stream()).map(PREFIX::concat))
            .collect(Collectors.toUnmodifiableSet());

    private HeaderNames() {}

    /** Whether an attribute of CloudEvents can have this name: lower-case letters and digits. */
    public static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(HeaderNames::isNameCharacter);
    }

    public static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
