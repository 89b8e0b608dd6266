package dev.twinset.console.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Readers with a planted fault of each kind. */
final class FuzzTest {
    private static final byte[] VALID = {0, 0, 0, 2, 'h', 'i'};

    @Test
    void anExceptionThatTheReaderDoesNotDocumentIsAFailureThatNamesSeedAndInput() {
        assertThatThrownBy(
                        () -> Fuzz.of(VALID).run(input -> ByteBuffer.wrap(input).getInt()))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "seed [0-9]+, input [0-9]+ led to java.nio.BufferUnderflowException; its [0-3] bytes are .*");
    }

    @Test
    void aLengthThatIsBelievedIsAFailure() {
        assertThatThrownBy(() ->
                        Fuzz.of(VALID).refusing(IllegalArgumentException.class).run(input -> believeLength(input)))
                .hasMessageContaining("bytes, at most 16777216 expected");
    }

    @Test
    void aReaderThatTakesSecondsIsAFailure() {
        assertThatThrownBy(() -> Fuzz.of("1").run(input -> {
                    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
                    long end = threads.getCurrentThreadCpuTime() + (input.length > 20 ? 1_200_000_000L : 0);
                    while (threads.getCurrentThreadCpuTime() < end) {
                        Thread.onSpinWait();
                    }
                }))
                .hasMessageContaining("ms of processor time");
    }

    @Test
    void aPromiseThatDoesNotHoldIsAFailure() {
        assertThatThrownBy(() -> Fuzz.of("a=1", "b=2")
                        .run(input -> assertThat(new String(input, UTF_8)).doesNotContain("a=2")))
                .hasMessageContaining("a=2");
    }

    @Test
    void aRefusalOfWhatWasAcceptedIsAFailure() {
        assertThatThrownBy(() -> Fuzz.of("a")
                        .refusing(IllegalArgumentException.class)
                        .run(input -> new String(input, UTF_8), text -> {
                            if (text.length() > 9) {
                                throw new IllegalArgumentException("too long to write");
                            }
                        }))
                .hasMessageContaining("what was accepted led to java.lang.IllegalArgumentException: too long to write");
    }

    @Test
    void aTestWhoseInputsAreAllRefusedIsAFailure() {
        AtomicInteger read = new AtomicInteger();
        assertThatThrownBy(() -> Fuzz.of("a")
                        .refusing(IllegalArgumentException.class)
                        .run(input -> {
                            if (read.getAndIncrement() > 0) {
                                throw new IllegalArgumentException("not the first");
                            }
                        }))
                .hasMessageContaining("expected some of both kinds");
    }

    @Test
    void theSameSeedGivesTheSameInputs() {
        Mutations mutations = new Mutations(List.of(VALID), List.of());
        for (int seed = 0; seed < 100; seed++) {
            assertThat(mutations.next(new Random(seed))).isEqualTo(mutations.next(new Random(seed)));
        }
        assertThat(mutations.next(new Random(1))).isNotEqualTo(mutations.next(new Random(2)));
    }

    private static void believeLength(byte[] input) {
        if (input.length < 4 || ByteBuffer.wrap(input).getInt() < 0) {
            throw new IllegalArgumentException("no length");
        }
        assertThat(new byte[ByteBuffer.wrap(input).getInt() & 0xFFF_FFFF]).isNotNull();
    }
}
