package dev.twinset.worker.search;

import dev.twinset.contract.result.Copies;
import java.util.ArrayList;
import java.util.List;

/**
 * The best k of what was offered, best first: a sorted array, since k is small and most offers are refused at its end.
 */
final class TopK {
    private final FoundItem[] items;
    private int size;

    TopK(int k) {
        items = new FoundItem[k];
    }

    /** The score an offer must reach to have a chance: at the same score the id decides. */
    float threshold() {
        return size < items.length ? Float.NEGATIVE_INFINITY : items[size - 1].score();
    }

    void offer(String itemId, float score, float[] vector) {
        if (size == items.length && !isBefore(itemId, score, items[size - 1])) {
            return;
        }
        int place = size == items.length ? size - 1 : size++;
        while (place > 0 && isBefore(itemId, score, items[place - 1])) {
            items[place] = items[place - 1];
            place--;
        }
        items[place] = new FoundItem(itemId, score, Copies.NONE, false, vector.clone());
    }

    List<FoundItem> best() {
        List<FoundItem> best = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            best.add(items[i]);
        }
        return List.copyOf(best);
    }

    private static boolean isBefore(String itemId, float score, FoundItem other) {
        return score > other.score() || (score == other.score() && itemId.compareTo(other.itemId()) < 0);
    }
}
