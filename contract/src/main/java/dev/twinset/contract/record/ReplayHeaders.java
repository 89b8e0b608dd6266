package dev.twinset.contract.record;

import java.util.List;
import java.util.Optional;

/** The headers that are added to an event that was a dead letter and is sent again. */
public final class ReplayHeaders {
    private static final int ADDED_HEADERS = 2;

    private ReplayHeaders() {}

    /** Empty unless the header is a whole number of at least 1. */
    public static Optional<Integer> count(Headers headers) {
        try {
            return headers.text(HeaderNames.REPLAY_COUNT).map(Integer::valueOf).filter(count -> count > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The headers that the limits are for: an event that was accepted without the added headers must not fail with
     * them. An untrusted producer gains two headers by this, no more.
     */
    public static List<EventHeader> withoutAdded(List<EventHeader> headers) {
        int first = headers.size() - ADDED_HEADERS;
        if (headers.isEmpty() || !headers.get(headers.size() - 1).name().equals(HeaderNames.REPLAY_COUNT)) {
            return headers;
        }
        boolean named = first >= 0 && headers.get(first).name().equals(HeaderNames.ID);
        return headers.subList(0, named ? first : first + 1);
    }
}
