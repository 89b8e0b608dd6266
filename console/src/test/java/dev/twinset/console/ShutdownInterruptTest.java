package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShutdownInterruptTest {
    @Test
    void aShutdownInterruptsTheThreadAndWaitsUntilItHasCleanedUp() throws InterruptedException {
        ShutdownInterrupt interrupt = new ShutdownInterrupt("answers", Duration.ofMinutes(1));
        Thread shutdown = new Thread(interrupt::interrupt);
        shutdown.start();
        try {
            new CountDownLatch(1).await(); // the work, which ends only by the interrupt
        } catch (InterruptedException e) {
            assertThat(shutdown.isAlive()).isTrue();
        }
        interrupt.close();

        shutdown.join(60_000);
        assertThat(shutdown.isAlive()).isFalse();
    }

    @Test
    void aThreadThatDoesNotEndIsGivenUp() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (ShutdownInterrupt interrupt = new ShutdownInterrupt("answers", Duration.ZERO)) {
            Thread shutdown = new Thread(interrupt::interrupt);
            shutdown.start();
            while (shutdown.isAlive()) { // no join: this thread is interrupted, as is meant
                Thread.onSpinWait();
            }
        } finally {
            System.setErr(usual);
            Thread.interrupted();
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("gave up waiting for answers after 0 s");
    }
}
