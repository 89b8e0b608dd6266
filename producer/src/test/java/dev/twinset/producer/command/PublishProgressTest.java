package dev.twinset.producer.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PublishProgressTest {
    private final AtomicLong clock = new AtomicLong(-5);
    private final StringWriter err = new StringWriter();

    @Test
    void linesTellRateAndTimeLeftEveryTwoSecondsFromTheFirstImageOn() {
        PublishProgress lines =
                new PublishProgress.Lines(PublishProgress.Task.PUBLISHING, new PrintWriter(err), clock::get);
        clock.addAndGet(60_000_000_000L);
        for (int image = 101; image <= 600; image++) {
            lines.settled(image, 1000);
            clock.addAndGet(10_000_000);
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "published 301 of 1000 images, 100/s, 7 s left",
                        "published 501 of 1000 images, 100/s, 5 s left");
    }
}
