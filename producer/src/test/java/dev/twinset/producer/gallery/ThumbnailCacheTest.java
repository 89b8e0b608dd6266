package dev.twinset.producer.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ThumbnailCacheTest {
    @Test
    void keepsWhatWasLookedAtLastUpToItsBound() {
        ThumbnailCache cache = new ThumbnailCache(4_000);
        cache.put("a", new byte[1_000]);
        cache.put("b", new byte[1_000]);
        cache.put("c", new byte[1_000]);
        assertThat(cache.get("a")).isPresent();
        cache.put("d", new byte[1_000]);
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("a")).isPresent();
        assertThat(cache.bytes()).isEqualTo(3_900);
        cache.put("a", new byte[10]);
        assertThat(cache.bytes()).isEqualTo(2_910);
        cache.put("huge", new byte[5_000]);
        assertThat(cache.get("huge")).isEmpty();
        assertThat(cache.bytes()).isZero();
    }
}
