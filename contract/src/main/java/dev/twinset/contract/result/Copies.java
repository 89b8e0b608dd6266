package dev.twinset.contract.result;

import java.util.List;

/**
 * Items whose images are the same as another's.
 *
 * @param itemIds at most {@link #MOST_NAMED}, in the order of their ids
 * @param more how many there are besides
 */
public record Copies(List<String> itemIds, int more) {
    public static final int MOST_NAMED = 10;

    public static final Copies NONE = new Copies(List.of(), 0);

    public Copies {
        itemIds = List.copyOf(itemIds);
        if (itemIds.size() > MOST_NAMED || more < 0) {
            throw new IllegalArgumentException(itemIds.size() + " copies and " + more + " more, expected at most "
                    + MOST_NAMED + " and 0 or more");
        }
    }

    /** @param itemIds all of them, in the order of their ids */
    public static Copies of(List<String> itemIds) {
        int named = Math.min(MOST_NAMED, itemIds.size());
        return new Copies(itemIds.subList(0, named), itemIds.size() - named);
    }
}
