package dev.twinset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {
    @TempDir
    Path directory;

    @Test
    void withoutTheJarsItSaysWhereTheyBelongAndHowTheyGetThere() {
        assertThatThrownBy(() -> NodeCommand.jars(directory.resolve("engine.jar")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("there are no jars of OpenSearch in " + directory.resolve("opensearch"))
                .hasMessageContaining("mvn -pl engine -am package");
    }

    @Test
    void theBuildPutsEachJarThereOnceAndNoLoggingOfOldTimes() throws Exception {
        Path classes = Path.of(NodeMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> libraries = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(NodeCommand.jars(classes))) {
            jars.forEach(jar -> libraries.add(jar.getFileName().toString().replaceAll("-[0-9][^/]*\\.jar$", "")));
        }
        assertThat(libraries)
                .doesNotHaveDuplicates()
                .contains("opensearch", "opensearch-knn", "log4j-core")
                .doesNotContain("slf4j-api", "logback-classic");
    }

    @Test
    void itsJvmHasTheHeapThatWasAskedFor() throws IOException {
        assertThat(NodeCommand.of(directory.resolve("node.properties"), directory.resolve("node.log"), 300))
                .contains("-Xmx300m", "-Dtwinset.engine.log=" + directory.resolve("node.log"))
                .endsWith(
                        NodeMain.class.getName(),
                        directory.resolve("node.properties").toString());
    }
}
