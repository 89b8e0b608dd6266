package dev.twinset.contract.result;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was searched for an answer, exactly enough to search it again: the changelog before {@code offsets}, overlaid
 * with the features of the same worker session's batches {@code pendingFrom..batch} (each feature record names its
 * batch); and over the attributes of these items, what the topic of attributes says before {@code attributeOffsets}.
 *
 * @param items live items searched, the one asked about included
 * @param offsets changelog partition to the first offset that was not yet part of the search
 * @param session the worker session whose batches are overlaid
 * @param pendingFrom first batch of the session that was overlaid; {@code batch} itself always is
 * @param batch the batch of the session that this answer belongs to
 * @param attributeOffsets partition of the topic of attributes to the first offset that was not yet part of the search;
 *     empty unless a filter or a group was asked for
 * @param exact false if a search engine looked for candidates approximately: each item has exactly its score, but one
 *     that belongs in the answer may be missing
 * @param complete false if the worker stopped waiting for features that others may have committed before the search
 *     began
 */
public record Snapshot(
        long items,
        Map<Integer, Long> offsets,
        String session,
        long pendingFrom,
        long batch,
        Map<Integer, Long> attributeOffsets,
        boolean exact,
        boolean complete) {
    public Snapshot {
        offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
        requireNonNull(session, "session is null");
        attributeOffsets = Collections.unmodifiableMap(new TreeMap<>(attributeOffsets));
    }

    /** Of an exact answer for which neither a filter nor a group was asked for. */
    public Snapshot(
            long items, Map<Integer, Long> offsets, String session, long pendingFrom, long batch, boolean complete) {
        this(items, offsets, session, pendingFrom, batch, Map.of(), true, complete);
    }

    /** Of an answer for which neither a filter nor a group was asked for. */
    public Snapshot withoutAttributes() {
        return new Snapshot(items, offsets, session, pendingFrom, batch, Map.of(), exact, complete);
    }
}
