package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.console.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
    @TempDir
    Path root;

    @Test
    void aDirectoryKeepsItsClusterIdAndAnotherHasAnother() throws IOException {
        String first = open(root.resolve("one"), 1);
        assertThat(open(root.resolve("one"), 1)).isEqualTo(first);
        assertThat(open(root.resolve("two"), 1)).isNotEqualTo(first);
    }

    @Test
    void aDirectoryOfSomethingElseIsRefused() throws IOException {
        Files.writeString(root.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thesis.txt")
                .hasMessageContaining("choose a new or empty directory");
        assertThat(root.resolve("cluster.properties")).doesNotExist();
    }

    @Test
    void aClusterOfAnotherSizeIsRefused() throws IOException {
        open(root, 3);
        assertThatThrownBy(() -> open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 3 broker(s), not 1");
    }

    @Test
    void theDataOfAForeignClusterIsRefused() throws IOException {
        open(root, 1);
        Path data = Files.createDirectories(root.resolve("broker-1").resolve("data"));
        Properties meta = new Properties();
        meta.setProperty("cluster.id", "somebody-elses");
        try (var out = Files.newBufferedWriter(data.resolve("meta.properties"))) {
            meta.store(out, null);
        }
        assertThatThrownBy(() -> open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("somebody-elses")
                .hasMessageContaining(data.toString());
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        assertThatThrownBy(() -> open(file.resolve("below"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot create the broker's directory " + file.resolve("below"));
    }

    @Test
    void aClusterHasOneOrThreeBrokers() {
        assertThatThrownBy(() -> open(root, 2)).hasMessage("a local cluster has 1 or 3 brokers, not 2");
    }

    private static String open(Path root, int brokers) throws IOException {
        try (ServerDirectory directory = ClusterDirectory.open(root, brokers)) {
            return ClusterDirectory.id(directory);
        }
    }
}
