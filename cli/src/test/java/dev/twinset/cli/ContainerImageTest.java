package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be told of the image from the files that make it. docs/containers.md says how it was built and run. */
class ContainerImageTest {
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
    private static final Pattern VARIABLE = Pattern.compile("(TWINSET_[A-Z_]+)=");
    private static final Pattern COPIED = Pattern.compile("(/opt/twinset/[a-zA-Z.]+)");

    @Test
    void theBuildIsGivenEveryModuleButNoTestsAndNothingElse() throws IOException {
        List<String> context = Project.read(".dockerignore").lines().toList();

        assertThat(context).contains("*", "**/target", "**/src/test", "!pom.xml", "!.mvn", "!twinset", "!LICENSE");
        assertThat(found(MODULE, Project.read("pom.xml")))
                .isNotEmpty()
                .allSatisfy(module -> assertThat(context).contains("!" + module));
    }

    @Test
    void whatIsCopiedIsMade() throws IOException {
        String scripts = Project.read("config/release/assemble.sh") + Project.read("config/docker/java.sh");

        assertThat(found(COPIED, Project.read("config/docker/Dockerfile")))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(scripts).contains(path.substring(path.lastIndexOf('/') + 1)));
    }

    @Test
    void itRunsAsNobodyAndIsAskedForItsHealth() throws IOException {
        String file = Project.read("config/docker/Dockerfile");

        assertThat(file).containsPattern("(?m)^USER [1-9][0-9]+:[1-9][0-9]+$");
        assertThat(file.indexOf("USER ")).isGreaterThan(file.lastIndexOf("\nRUN "));
        assertThat(file).contains("HEALTHCHECK ", "ENTRYPOINT [\"/opt/twinset/twinset\"]", "VOLUME /data");
    }

    @Test
    void whatItSetsAreSettings() throws IOException {
        for (String variable : found(VARIABLE, Project.read("config/docker/Dockerfile"))) {
            Project.assertIsSetting("Dockerfile", variable);
        }
    }

    @Test
    void theLauncherRunsADistributionWithoutABuild() throws IOException {
        assertThat(Project.read("twinset")).contains("packed=$home/app/class-path");
        assertThat(Project.read("config/release/assemble.sh")).contains("app=$target/app", "\"$app/class-path\"");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
    }
}
