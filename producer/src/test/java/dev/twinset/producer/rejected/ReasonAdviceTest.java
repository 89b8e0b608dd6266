package dev.twinset.producer.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReasonAdviceTest {
    private static final Path PAGE = Path.of("..", "docs", "rejected-images.md");

    @Test
    void thePageSaysOfEveryReasonWhatTheProgramSays() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(RejectionReason.values())
                        .map(ReasonAdviceTest::row)
                        .toList());
    }

    private static String row(RejectionReason reason) {
        ReasonAdvice advice = ReasonAdvice.of(reason);
        return "| `" + reason + "` | " + advice.cause() + " | " + advice.action() + " | "
                + (advice.retryable() ? "yes" : "no") + " |";
    }
}
