package dev.twinset.contract;

import java.util.Set;

/** The names of the headers: CloudEvents attributes carry the prefix, the others do not. Public API. */
final class HeaderNames {
    /** What the Kafka protocol binding of CloudEvents puts before an attribute's name. */
    static final String PREFIX = "ce_";

    static final String SPEC_VERSION = "ce_specversion";
    static final String ID = "ce_id";
    static final String SOURCE = "ce_source";
    static final String TYPE = "ce_type";
    static final String TIME = "ce_time";
    static final String SUBJECT = "ce_subject";
    /** The extension of CloudEvents; {@link #TRACE_PARENT} is what tracing libraries for Kafka look at. */
    static final String CE_TRACE_PARENT = "ce_traceparent";

    static final String CE_TRACE_STATE = "ce_tracestate";
    static final String DATA_SCHEMA = "ce_dataschema";
    static final String DATA_CONTENT_TYPE = "ce_datacontenttype";
    /** Claim check: where the image lies. Not served. */
    static final String DATA_REF = "ce_dataref";

    static final String TRACE_PARENT = "traceparent";
    static final String CONTENT_TYPE = "content-type";
    static final String CONTENT_SHA256 = "content-sha256";

    /** Of answers and dead letters: the {@code ce_time} of the event that they answer. */
    static final String CAUSE_TIME = "ce_causetime";

    /** Of feature records: the worker session, and its batch, that wrote them. */
    static final String SESSION = "ce_session";

    static final String BATCH = "ce_batch";

    /** Of dead letters. */
    static final String REASON = "ce_reason";

    static final String DETAIL = "ce_detail";
    static final String ORIGIN_TOPIC = "ce_origintopic";
    static final String ORIGIN_PARTITION = "ce_originpartition";
    static final String ORIGIN_OFFSET = "ce_originoffset";
    /** {@code true} if the value is the original value, byte for byte. */
    static final String VALUE_KEPT = "ce_valuekept";
    /** {@code true} if every original header follows under {@link #ORIGINAL_PREFIX}; {@code false} if none does. */
    static final String HEADERS_KEPT = "ce_headerskept";

    static final String ORIGINAL_PREFIX = "original-";

    /** Of an event that was a dead letter and was sent again, and of its next dead letter: how often. */
    static final String REPLAY_COUNT = "ce_replaycount";

    /** Of a page of redrive marks: the dead-letter topic's id at its broker, a partition of it, and the page. */
    static final String TOPIC_ID = "ce_topicid";

    static final String PARTITION = "ce_partition";
    static final String PAGE = "ce_page";

    /** Headers with the prefix that are no attributes of the item. */
    static final Set<String> RESERVED = Set.of(
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

    private HeaderNames() {}
}
