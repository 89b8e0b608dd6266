package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineProgressTest {
    private static final Progress.Task PUBLISHING = new Progress.Task("publishing", "published", "images");

    private final AtomicLong clock = new AtomicLong(-5);
    private final StringWriter err = new StringWriter();

    @Test
    void aLineEveryTwoSecondsGivesRateAndTimeLeftFromTheFirstItemOn() {
        Progress lines = new LineProgress(PUBLISHING, 1000, new PrintWriter(err), clock::get);
        clock.addAndGet(60_000_000_000L);
        for (int image = 101; image <= 600; image++) {
            lines.to(image);
            clock.addAndGet(10_000_000);
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "published 301 of 1000 images, 100/s, 7 s left",
                        "published 501 of 1000 images, 100/s, 5 s left");
    }

    @Test
    void nothingIsSaidWhileNothingMoves() {
        Progress lines = new LineProgress(PUBLISHING, 1000, new PrintWriter(err), clock::get);
        for (int second = 0; second < 10; second++) {
            lines.to(7);
            clock.addAndGet(1_000_000_000L);
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void withoutABarProgressGoesToTheGivenWriter() {
        assertThat(Progress.choose(PUBLISHING, 5, false, new PrintWriter(err))).isInstanceOf(LineProgress.class);
        assertThat(Progress.barOnly("reading", "images", 5)).isSameAs(Progress.NONE); // no terminal in a test
    }
}
