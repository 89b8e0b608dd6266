package dev.twinset.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a state file holds: what is acknowledged stands there on a whole line, or the file is refused. */
final class PublishJournalFuzzTest {
    private static final String SUBJECT = "/shop to catalog.images at a:9092";

    @TempDir
    private Path folder;

    @Test
    void aStateFileIsResumedOrRefused() throws IOException, InterruptedException {
        Path file = folder.resolve("publish.state");
        Fuzz.of("twinset-publish-1 " + SUBJECT + "\n15970\n39386\n\u00e9t\u00e9\n59263\n21379")
                .tokens("\n", "\r\n", "\r", "\u0000", "\u00e9", " ", "\u2028", "twinset-publish-1 ")
                .refusing(IOException.class)
                .run(
                        state -> {
                            Files.write(file, state);
                            Set<String> acknowledged = resumed(file, "last");
                            assertThat(new String(state, UTF_8).lines()).containsAll(acknowledged);
                            return acknowledged;
                        },
                        acknowledged -> assertThat(resumed(file, "more"))
                                .containsAll(acknowledged)
                                .contains("last")
                                .hasSizeLessThanOrEqualTo(acknowledged.size() + 1));
    }

    private static Set<String> resumed(Path file, String next) throws IOException {
        try (PublishJournal journal = PublishJournal.open(file, SUBJECT, true)) {
            Set<String> acknowledged = Set.copyOf(journal.acknowledged());
            journal.acknowledge(next);
            return acknowledged;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(file.toString());
            throw e;
        }
    }
}
