package dev.twinset.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublishJournalTest {
    @TempDir
    Path directory;

    @Test
    void remembersWhatWasAcknowledgedAndGoesOn() throws IOException {
        Path file = directory.resolve("new/state");
        try (PublishJournal journal = PublishJournal.open(file, "subject", false)) {
            assertThat(journal.acknowledged()).isEmpty();
            journal.acknowledge("1");
            journal.acknowledge("\u00e9");
        }
        Files.writeString(file, "torn", StandardOpenOption.APPEND);
        try (PublishJournal journal = PublishJournal.open(file, "subject", true)) {
            assertThat(journal.acknowledged()).containsExactlyInAnyOrder("1", "\u00e9");
            journal.acknowledge("3");
        }
        try (PublishJournal journal = PublishJournal.open(file, "subject", true)) {
            assertThat(journal.acknowledged()).containsExactlyInAnyOrder("1", "\u00e9", "3");
            journal.remove();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aTornLineBehindBytesThatAreNoTextDoesNotCount() throws IOException {
        Path file = directory.resolve("state");
        PublishJournal.open(file, "subject", false).close();
        Files.write(file, new byte[] {'1', '\n', (byte) 0xB0, '\n', 't', 'o', 'r', 'n'}, StandardOpenOption.APPEND);
        try (PublishJournal journal = PublishJournal.open(file, "subject", true)) {
            journal.acknowledge("3");
        }
        try (PublishJournal journal = PublishJournal.open(file, "subject", true)) {
            assertThat(journal.acknowledged()).contains("1", "3").hasSize(3);
        }
    }

    @Test
    void beginsAgainUnlessItResumes() throws IOException {
        Path file = directory.resolve("state");
        try (PublishJournal journal = PublishJournal.open(file, "subject", false)) {
            journal.acknowledge("1");
        }
        try (PublishJournal journal = PublishJournal.open(file, "other", false)) {
            assertThat(journal.acknowledged()).isEmpty();
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void refusesTheJournalOfSomethingElse() throws IOException {
        Path file = directory.resolve("state");
        PublishJournal.open(file, "subject", false).close();
        assertThatThrownBy(() -> PublishJournal.open(file, "other", true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is of another catalogue or topic");
    }

    @Test
    void leavesAFileAloneThatIsNoJournal() throws IOException {
        Path file = Files.writeString(directory.resolve("precious.txt"), "precious");
        assertThatThrownBy(() -> PublishJournal.open(file, "subject", false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a state file of twinset publish");
        assertThat(file).hasContent("precious");
    }

    @Test
    void isForOnePublisherAtATime() throws IOException {
        Path file = directory.resolve("state");
        try (PublishJournal journal = PublishJournal.open(file, "subject", false)) {
            assertThatThrownBy(() -> PublishJournal.open(file, "subject", true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is being published already");
            journal.acknowledge("1");
        }
    }
}
