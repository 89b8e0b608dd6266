package dev.twinset.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.util.Optional;

/**
 * Ids of items and queries. The key of a record is the id: it decides the partition, and so the order of an item's
 * events. An id is shown to people, written to logs and pages, and may tempt somebody to name a file by it, so
 * characters that are unsafe there are rejected.
 */
public final class ItemIds {
    private final int maxBytes;

    public ItemIds(EventLimits limits) {
        this.maxBytes = limits.idBytes();
    }

    /** The key; without one the subject; without either the record's coordinates. */
    public String of(EventRecord record, Headers headers) throws RejectedEventException {
        Optional<byte[]> given = record.key().or(() -> headers.bytes(HeaderNames.SUBJECT));
        return decode(given.orElseGet(() -> coordinates(record).getBytes(UTF_8)));
    }

    /** {@code topic-partition-offset}: stands in for an id that was not given. */
    public static String coordinates(EventRecord record) {
        return record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    /** The id of a key. */
    public String decode(byte[] utf8) throws RejectedEventException {
        if (utf8.length == 0) {
            throw invalid("id is empty");
        }
        if (utf8.length > maxBytes) {
            throw invalid("id is " + utf8.length + " bytes, expected at most " + maxBytes);
        }
        String id = UntrustedText.strict(utf8)
                .orElseThrow(() -> invalid("id is not UTF-8: " + UntrustedText.quote(new String(utf8, UTF_8))));
        check(id);
        return id;
    }

    private static void check(String id) throws RejectedEventException {
        if (id.codePoints().allMatch(ItemIds::isBlank)) {
            throw invalid("id is blank");
        }
        if (id.codePoints().anyMatch(UntrustedText::isUnsafe)) {
            throw invalid("id holds a control or bidirectional formatting character: " + UntrustedText.quote(id));
        }
        if (id.indexOf('/') >= 0 || id.indexOf('\\') >= 0 || id.contains("..")) {
            throw invalid("id holds '/', '\\' or '..': " + UntrustedText.quote(id));
        }
    }

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static RejectedEventException invalid(String detail) {
        return new RejectedEventException(RejectionReason.INVALID_ID, detail);
    }
}
