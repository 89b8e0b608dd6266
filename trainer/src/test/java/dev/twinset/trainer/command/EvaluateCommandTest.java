package dev.twinset.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.trainer.training.TinyNet;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> fault = new AtomicReference<>("");

    @BeforeEach
    void draw() throws IOException {
        DrawnShapes.draw(90, folder.resolve("shapes"));
        ModelBundle.untrained(TinyNet.SHAPE, 5)
                .calibrated(new MatchCalibration(
                        List.of(new MatchCalibration.Point(0.5, 0.1), new MatchCalibration.Point(1, 0.9))))
                .write(folder.resolve("tiny.twinset"));
    }

    @Test
    void aPageAndFiguresAreWritten() throws IOException {
        assertThat(evaluate()).as(fault.get()).isZero();

        assertThat(out.toString())
                .contains("queries among 90 images (all)", "P@5", "HOG", "wrote " + path("out/evaluation.html"));
        JsonNode figures = new ObjectMapper()
                .readTree(folder.resolve("out/evaluation.json").toFile());
        assertThat(figures.at("/format").asInt()).isEqualTo(1);
        assertThat(figures.at("/galleries/unseen/contenders/4/lead/ndcgAt5/queries")
                        .asInt())
                .isPositive();
        assertThat(figures.at("/calibration/all/pairs").asInt())
                .isEqualTo(5 * figures.at("/queries/count").asInt());
        assertThat(folder.resolve("out/evaluation.html"))
                .content()
                .contains("Queries and their five answers", "class=\"thumbnail good\"", "calibration error")
                .doesNotContain("http://", "https://doi", "<script");
    }

    @Test
    void jsonIsTheWholeFile() throws IOException {
        assertThat(evaluate("--no-baselines", "--json")).isZero();

        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(out.toString()))
                .isEqualTo(mapper.readTree(folder.resolve("out/evaluation.json").toFile()));
    }

    @Test
    void whatIsThereIsNotOverwrittenUnlessForced() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/evaluation.json"), "precious");

        assertThat(evaluate("--no-baselines")).isEqualTo(1);
        assertThat(fault.get())
                .isEqualTo("--out " + path("out") + " holds evaluation.json; name another folder, or add --force");
        assertThat(folder.resolve("out/evaluation.json")).hasContent("precious");
        assertThat(evaluate("--no-baselines", "--force")).isZero();
    }

    @Test
    void aFigureBelowThoseOfBeforeIsExitCodeOne() throws IOException {
        assertThat(evaluate("--no-baselines")).isZero();
        Path file = folder.resolve("out/evaluation.json");
        assertThat(evaluate("--no-baselines", "--force", "--fail-below", file.toString()))
                .isZero();
        assertThat(err.toString()).contains("no figure dropped by more than 0.005");

        ObjectMapper mapper = new ObjectMapper();
        JsonNode before = mapper.readTree(file.toFile());
        ((ObjectNode) before.at("/galleries/all/contenders/0/figures/ndcgAt5")).put("value", 1);
        Path high = folder.resolve("high.json");
        mapper.writeValue(high.toFile(), before);

        assertThat(evaluate("--no-baselines", "--force", "--fail-below", high.toString()))
                .isEqualTo(1);
        assertThat(fault.get()).isEmpty();
        assertThat(err.toString()).contains("all ndcgAt5 was 1.0000, is ", "1 figures dropped by more than 0.005");
        assertThat(evaluate("--no-baselines", "--force", "--fail-below", high.toString(), "--tolerance", "0.99"))
                .isZero();
    }

    @Test
    void severalCataloguesAreComparedInOneTable() throws IOException {
        DrawnShapes.draw(90, folder.resolve("more"));
        String[] both = {"--catalog", path("more"), "--label", "articleType,more:baseColour", "--no-baselines"};

        assertThat(evaluate(both)).as(fault.get()).isZero();
        assertThat(out.toString())
                .contains("match (all): off by ", "wrote " + path("out/more/evaluation.html"))
                .containsPattern("\nshapes +articleType +\\d+ +[01]\\.\\d{3} +[01]\\.\\d{3} ")
                .containsPattern("\nmore +baseColour +\\d+ +[01]\\.\\d{3} ");
        assertThat(folder.resolve("out/shapes/evaluation.json")).isNotEmptyFile();

        assertThat(evaluate("--catalog", path("more"), "--label", "none:baseColour", "--no-baselines", "--force"))
                .isEqualTo(1);
        assertThat(fault.get())
                .startsWith("--label is 'none:baseColour', expected COLUMN, or CATALOGUE:COLUMN with one of [");
        assertThat(evaluate("--catalog", path("shapes"), "--force")).isEqualTo(1);
        assertThat(fault.get()).startsWith("two catalogues are called shapes, ");
    }

    @Test
    void aGroupIsHeldOutAsAWhole() throws IOException {
        StringBuilder groups = new StringBuilder();
        for (CatalogItem item : Catalog.read(folder.resolve("shapes")).items()) {
            groups.append(item.id())
                    .append('\t')
                    .append(Integer.parseInt(item.id()) / 3)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("groups.tsv"), groups);

        assertThat(evaluate("--no-baselines", "--groups", file.toString()))
                .as(fault.get())
                .isZero();
        int queries = figures().at("/queries/count").asInt();
        assertThat(queries).isPositive();
        assertThat(queries % 3).isZero();
        assertThat(evaluate("--no-baselines", "--force")).isZero();
        assertThat(figures().at("/queries/count").asInt()).isNotEqualTo(queries);
    }

    private JsonNode figures() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out/evaluation.json").toFile());
    }

    @Test
    void wrongUseIsOneSentence() throws IOException {
        assertThat(evaluate("--tolerance", "-1")).isEqualTo(1);
        assertThat(fault.get()).isEqualTo("--tolerance is -1.0, expected 0 to 1");
        assertThat(evaluate("--threads", "0")).isEqualTo(1);
        assertThat(fault.get()).isEqualTo("threads is 0, at least 1 expected");
        assertThat(evaluate("--fail-below", path("none.json"))).isEqualTo(1);
        assertThat(fault.get()).startsWith("no evaluation at " + path("none.json"));
        assertThat(evaluate("--part", "training")).isEqualTo(2);
        Files.writeString(folder.resolve("file"), "");
        assertThat(run("--catalog", path("shapes"), "--out", path("file"))).isEqualTo(1);
        assertThat(fault.get()).isEqualTo("--out " + path("file") + " is a file; name a folder");
    }

    @Test
    void badInputIsOneSentence() throws IOException {
        assertThat(run("--catalog", path("nowhere"), "--out", path("out"))).isEqualTo(1);
        assertThat(fault.get()).startsWith("no catalogue at " + path("nowhere"));

        Files.write(
                folder.resolve("shapes/styles.csv"),
                "id,articleType\n1,Br\u00fccke\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(evaluate()).isEqualTo(1);
        assertThat(fault.get()).contains("styles.csv is not UTF-8");

        Files.writeString(folder.resolve("tiny.twinset"), "PK");
        DrawnShapes.draw(90, folder.resolve("shapes"));
        assertThat(evaluate()).isEqualTo(1);
        assertThat(fault.get()).startsWith("model bundle " + path("tiny.twinset") + " is refused: ");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int evaluate(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--catalog", path("shapes"), "--model", path("tiny.twinset"), "--out", path("out")));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        fault.set("");
        return new CommandLine(new EvaluateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    fault.set(String.valueOf(e.getMessage()));
                    return 1;
                })
                .execute(arguments);
    }
}
