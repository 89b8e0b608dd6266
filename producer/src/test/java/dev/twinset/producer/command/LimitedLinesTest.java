package dev.twinset.producer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.producer.rejected.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LimitedLinesTest {
    private static final long SEED = 7;

    private static DeadLetter letter(long millis, int partition, long offset) {
        return new DeadLetter(
                partition, offset, Instant.ofEpochMilli(millis), new byte[0], 0, Optional.empty(), "a stranger's");
    }

    @Test
    void theyAreTheFirstOfAllInOrderAndNoOtherIsWritten() {
        Random random = new Random(SEED);
        List<DeadLetter> letters = new ArrayList<>();
        for (int offset = 0; offset < 2000; offset++) {
            letters.add(letter(random.nextInt(500), random.nextInt(3), offset));
        }
        Comparator<DeadLetter> byAge = Comparator.comparing(DeadLetter::timestamp)
                .thenComparing(DeadLetter::partition)
                .thenComparing(DeadLetter::offset);
        for (boolean oldestFirst : List.of(true, false)) {
            LimitedLines lines = new LimitedLines(50, oldestFirst);
            letters.forEach(letter -> lines.add(letter, letter::position));

            assertThat(lines.inOrder())
                    .as("seed %d", SEED)
                    .isEqualTo(letters.stream()
                            .sorted(oldestFirst ? byAge : byAge.reversed())
                            .limit(50)
                            .map(DeadLetter::position)
                            .toList());
            assertThat(lines.total()).startsWith("50 of 2,000 shown");
        }
    }

    @Test
    void fewAreCounted() {
        LimitedLines lines = new LimitedLines(5, false);
        assertThat(lines.total()).isEqualTo("0 dead letters");
        lines.add(letter(1, 0, 0), () -> "one");
        assertThat(lines.total()).isEqualTo("1 dead letter");
    }
}
