package dev.twinset.producer.gallery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A cache of the most recently viewed thumbnails, bounded in bytes. Any thread. */
final class ThumbnailCache {
    /** Overhead of an entry beside its picture. */
    private static final int OVERHEAD = 300;

    private final long maxBytes;
    private final Map<String, byte[]> thumbnails = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    ThumbnailCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Optional<byte[]> get(String key) {
        return Optional.ofNullable(thumbnails.get(key));
    }

    synchronized void put(String key, byte[] thumbnail) {
        byte[] before = thumbnails.put(key, thumbnail);
        bytes += thumbnail.length + (before == null ? OVERHEAD : -before.length);
        var eldest = thumbnails.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= eldest.next().length + OVERHEAD;
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
