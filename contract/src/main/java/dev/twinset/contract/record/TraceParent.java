package dev.twinset.contract.record;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The W3C trace context header, {@code version-traceid-parentid-flags}: a malformed one is dropped, as the
 * recommendation asks, and never a reason to reject an image.
 */
public final class TraceParent {
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** The transport's header first: the last hop wrote it. */
    public static Optional<String> of(Headers headers) {
        return valid(headers.text(HeaderNames.TRACE_PARENT)).or(() -> valid(headers.text(HeaderNames.CE_TRACE_PARENT)));
    }

    private static Optional<String> valid(Optional<String> header) {
        return header.filter(text -> FORM.matcher(text).matches());
    }
}
