package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;

class BarProgressTest {
    @Test
    void theBarShowsTheTaskAndNeverGoesBack() {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        ProgressBarBuilder onPaper = new ProgressBarBuilder()
                .setConsumer(new ConsoleProgressBarConsumer(new PrintStream(drawn, true, StandardCharsets.UTF_8), 80));
        try (Progress bar = new BarProgress(onPaper, new Progress.Task("publishing", "published", "images"), 10)) {
            bar.to(7);
            bar.to(3); // a thread that was overtaken
        }
        assertThat(drawn.toString(StandardCharsets.UTF_8)).contains("publishing", " 7/10 images");
    }
}
