package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files, folders and classes to which CONTRIBUTING.md sends a newcomer. */
class ContributingTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
    private static final Pattern FOLDER = Pattern.compile("`((?:config|docs|[a-z]+/src)/[^` ]+)`");
    private static final Pattern CLASS = Pattern.compile("[`=]([A-Z][a-z]+[A-Z][A-Za-z]+)\\b");

    @Test
    void everyFileThatItNamesExists() throws IOException {
        List<String> files = Stream.concat(found(LINK), found(FOLDER)).toList();

        assertThat(files)
                .hasSizeGreaterThan(8)
                .allSatisfy(file -> assertThat(Project.ROOT.resolve(file)).exists());
    }

    @Test
    void everyClassThatItNamesExists() throws IOException {
        List<String> named = found(CLASS).toList();

        assertThat(named).contains("SecuredKafka");
        assertThat(javaFiles()).containsAll(named);
    }

    private static Stream<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(Project.read("CONTRIBUTING.md")).results().map((MatchResult result) -> result.group(1));
    }

    private static Set<String> javaFiles() throws IOException {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> sources = Files.newDirectoryStream(Project.ROOT, Files::isDirectory)) {
            for (Path module : sources) {
                if (Files.isDirectory(module.resolve("src"))) {
                    names.addAll(javaFiles(module.resolve("src")));
                }
            }
        }
        return names;
    }

    private static List<String> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
        }
    }
}
