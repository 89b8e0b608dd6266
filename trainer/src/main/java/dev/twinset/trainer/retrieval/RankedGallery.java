package dev.twinset.trainer.retrieval;

import java.util.Arrays;

/**
 * The items of a gallery from the strongest to the weakest for one query, equal scores in the gallery's order, without
 * the query itself and its copies. Sorted as one long each: the score's bits, turned so that stronger ones come first,
 * above the place in the gallery.
 */
record RankedGallery(long[] keys) {
    static RankedGallery of(float[] scores, int from, int[] gallery, int[] groups, int query) {
        long[] keys = new long[gallery.length];
        int count = 0;
        for (int place = 0; place < gallery.length; place++) {
            int row = gallery[place];
            if (row != query && groups[row] != groups[query]) {
                keys[count++] = key(scores[from + place], place);
            }
        }
        long[] ranked = Arrays.copyOf(keys, count);
        Arrays.sort(ranked);
        return new RankedGallery(ranked);
    }

    private static long key(float score, int place) {
        int bits = Float.floatToIntBits(score + 0.0f); // no -0: it equals 0
        int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ~ascending << 32 | place;
    }

    int size() {
        return keys.length;
    }

    /** Place in the gallery of the item at a rank, which counts from 0. */
    int place(int rank) {
        return (int) keys[rank];
    }

    float score(int rank) {
        int ascending = ~(int) (keys[rank] >> 32);
        return Float.intBitsToFloat(ascending ^ (ascending >> 31 & Integer.MAX_VALUE));
    }
}
