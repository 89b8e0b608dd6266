package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyHashesTest {
    @Test
    void whatWasAddedIsThereAndNothingElse() {
        KeyHashes keys = new KeyHashes();
        for (int i = 0; i < 10_000; i += 2) {
            keys.add(key(i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(keys.contains(key(i))).as("key %d", i).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void keysThatRepeatTakeTheirPlaceOnce() {
        KeyHashes keys = new KeyHashes();
        for (int i = 0; i < 1_000_000; i++) {
            keys.add(key(i % 700));
            assertThat(keys.size()).isLessThanOrEqualTo(2048);
        }
        assertThat(keys.contains(key(699))).isTrue();
        assertThat(keys.size()).isEqualTo(700);
    }

    @Test
    void whatIsAddedAfterALookIsFoundToo() {
        KeyHashes keys = new KeyHashes();
        assertThat(keys.contains(key(1))).isFalse();
        keys.add(key(2));
        assertThat(keys.contains(key(2))).isTrue();
        keys.add(key(1));
        assertThat(keys.contains(key(1))).isTrue();
        assertThat(keys.contains(key(3))).isFalse();
    }

    private static byte[] key(int number) {
        return ("item-" + number).getBytes(UTF_8);
    }
}
