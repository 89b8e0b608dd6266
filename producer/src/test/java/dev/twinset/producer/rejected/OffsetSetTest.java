package dev.twinset.producer.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class OffsetSetTest {
    private static final long SEED = 20261126;

    @Test
    void itAgreesWithASlowSet() {
        Random random = new Random(SEED);
        OffsetSet set = new OffsetSet();
        TreeSet<Long> slow = new TreeSet<>();
        for (int i = 0; i < 3000; i++) {
            long offset = random.nextInt(10) == 0 ? random.nextLong() >>> 1 : random.nextInt(40_000);
            assertThat(set.add(3, offset)).as("seed %d, %d", SEED, offset).isEqualTo(slow.add(offset));
        }
        assertThat(set.size()).isEqualTo(slow.size());
        for (int i = 0; i < 3000; i++) {
            long offset = random.nextInt(41_000);
            assertThat(set.contains(3, offset)).isEqualTo(slow.contains(offset));
            Long ceiling = slow.ceiling(offset);
            assertThat(set.next(3, offset))
                    .as("seed %d, from %d", SEED, offset)
                    .isEqualTo(ceiling == null ? OptionalLong.empty() : OptionalLong.of(ceiling));
        }
        assertThat(set.contains(2, slow.first())).isFalse();
        assertThat(set.next(2, 0)).isEmpty();
    }

    @Test
    void aPageIsReplacedWhole() {
        OffsetSet set = new OffsetSet();
        set.add(0, 8192);
        set.add(0, 8200);

        set.replace(0, 1, new byte[] {0b110});

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.contains(0, 8192)).isFalse();
        assertThat(set.contains(0, 8194)).isTrue();
        assertThat(set.page(0, 1)).containsExactly(0b110);
        assertThat(set.page(0, 2)).isEmpty();
    }

    @Test
    void pagesThatEndBeforeAnOffsetAreTold() {
        OffsetSet set = new OffsetSet();
        set.add(0, 5);
        set.add(0, 8192);
        set.add(0, 20_000);

        assertThat(set.pagesBefore(0, 8191)).isEmpty();
        assertThat(set.pagesBefore(0, 8192)).containsExactly(0L);
        assertThat(set.pagesBefore(0, 20_000)).containsExactly(0L, 1L);
    }
}
