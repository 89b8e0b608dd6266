package dev.twinset.worker.kafka;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Which keys were met, by 8 bytes of the SHA-256 of each. A key that was not met passes for one that was with a chance
 * of one in 2^64 for each that is held. Not thread-safe.
 */
final class KeyHashes {
    private final MessageDigest digest = sha256();
    private long[] hashes = new long[1024];
    private int size;
    /** The first ones are in order, without repetitions. */
    private int sorted;

    void add(byte[] key) {
        if (size == hashes.length) {
            sort(); // a topic that is not compacted yet repeats its keys
            if (size > hashes.length / 2) {
                hashes = Arrays.copyOf(hashes, 2 * hashes.length);
            }
        }
        hashes[size++] = hash(key);
    }

    boolean contains(byte[] key) {
        sort();
        return Arrays.binarySearch(hashes, 0, size, hash(key)) >= 0;
    }

    /** Of different keys, after a look for one; before, repetitions may count. */
    int size() {
        return size;
    }

    private void sort() {
        if (sorted == size) {
            return;
        }
        Arrays.sort(hashes, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || hashes[i] != hashes[kept - 1]) {
                hashes[kept++] = hashes[i];
            }
        }
        size = kept;
        sorted = kept;
    }

    private long hash(byte[] key) {
        return ByteBuffer.wrap(digest.digest(key)).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every one must have", e);
        }
    }
}
