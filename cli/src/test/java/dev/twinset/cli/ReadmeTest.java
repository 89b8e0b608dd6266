package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer to type is understood. */
class ReadmeTest {
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\./twinset ([^#\\n]+)");

    @Test
    void everyCommandIsUnderstood() throws IOException {
        List<String> commands = COMMAND.matcher(Project.read("README.md"))
                .results()
                .map((MatchResult found) -> found.group(1).strip())
                .filter(command -> !command.contains("...")) // stands for the line before
                .toList();

        assertThat(commands)
                .hasSizeGreaterThan(20)
                .allSatisfy(command -> Project.assertUnderstands("README.md", words(command)));
    }

    /** As a shell splits them. */
    private static List<String> words(String command) {
        return Arrays.stream(command.split(" +", -1))
                .map(word -> word.replace("'", ""))
                .toList();
    }
}
