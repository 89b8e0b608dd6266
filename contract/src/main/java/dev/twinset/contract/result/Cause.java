package dev.twinset.contract.result;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Why an item was answered afresh, without an event of its own.
 *
 * @param itemId the item that changed; the answered item itself for {@link Change#REFRESH}
 */
public record Cause(Change change, String itemId) {
    public Cause {
        requireNonNull(change, "change is null");
        requireNonNull(itemId, "itemId is null");
    }

    /** What happened to the item. */
    public enum Change {
        ADDED,
        REPLACED,
        DELETED,
        ATTRIBUTES,
        /** Another worker took over, or another model answers: what changed before is not known. */
        REFRESH;

        /** As it is written. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of that name */
        static Change of(String text) {
            for (Change change : values()) {
                if (change.toString().equals(text)) {
                    return change;
                }
            }
            throw new IllegalArgumentException(
                    "change is \"" + text + "\", expected added, replaced, deleted, attributes or refresh");
        }
    }
}
