package dev.twinset.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.StoredEvaluation;
import dev.twinset.trainer.training.DrawnShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredEvaluationTest {
    private static final String NDCG = "/galleries/all/contenders/0/figures/ndcgAt5";

    @TempDir
    private Path folder;

    private Evaluation evaluation;
    private ObjectNode document = new ObjectMapper().createObjectNode();

    @SuppressWarnings("NullAway.Init") // JUnit calls this first
    StoredEvaluationTest() {}

    @BeforeEach
    void evaluate() throws IOException {
        Catalog catalog = DrawnShapes.draw(60, folder.resolve("shapes"));
        evaluation = new RetrievalEvaluation(
                        EvaluationOptions.standard(1).withoutBaselines(), (task, total) -> done -> {})
                .run(List.of(catalog), Nets.withHeads());
        document = evaluation.json();
    }

    @AfterEach
    void close() throws IOException {
        evaluation.close();
    }

    @Test
    void whatDidNotDropIsFine() throws IOException {
        StoredEvaluation.Comparison comparison = stored().compare(evaluation, 0);

        assertThat(comparison.dropped()).isEmpty();
        assertThat(comparison.remarks()).isEmpty();
    }

    @Test
    void aFigureThatDroppedByMoreThanIsToleratedIsNamed() throws IOException {
        ObjectNode figure = (ObjectNode) document.at(NDCG);
        double value = figure.path("value").asDouble();
        figure.put("value", value + 0.01);

        assertThat(stored().compare(evaluation, 0.0101).dropped()).isEmpty();
        assertThat(stored().compare(evaluation, 0.0099).dropped())
                .singleElement()
                .asString()
                .startsWith("all ndcgAt5 was ")
                .endsWith(": 0.0100 lower, at most 0.0099 tolerated");
    }

    @Test
    void aFigureThatIsGoneIsNamed() throws IOException {
        ((ObjectNode) document.path("heads"))
                .putObject("neckline")
                .put("value", 0.5)
                .put("queries", 7);

        assertThat(stored().compare(evaluation, 0.1).dropped())
                .singleElement()
                .asString()
                .startsWith("head neckline is 0.5000 in ")
                .endsWith(" and does not exist here");
    }

    @Test
    void figuresAndQueriesThatAreNewAreRemarked() throws IOException {
        ((ObjectNode) document.path("heads")).remove("articleType");
        ((ObjectNode) document.path("queries")).put("count", 3);

        assertThat(stored().compare(evaluation, 0).remarks())
                .containsExactly(
                        file() + " was measured on 3 queries, this on " + evaluation.queries(),
                        file() + " has no head articleType: not compared");
    }

    @Test
    void otherQueriesOfTheSameNumberAreRemarked() throws IOException {
        ((ObjectNode) document.path("queries")).put("sha256", "0");

        assertThat(stored().compare(evaluation, 0).remarks())
                .containsExactly(file() + " was measured on other queries than these " + evaluation.queries());
    }

    @Test
    void aFileThatIsNotAnEvaluationIsOneSentence() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> StoredEvaluation.read(file()))
                .withMessageStartingWith("no evaluation at " + file());
        Files.writeString(file(), "{");
        assertThatIOException()
                .isThrownBy(() -> StoredEvaluation.read(file()))
                .withMessageStartingWith(file() + " is not JSON: ");
        Files.writeString(file(), "{\"format\": 9}");
        assertThatIOException()
                .isThrownBy(() -> StoredEvaluation.read(file()))
                .withMessage(file() + " is not an evaluation of format 1 but of 9; evaluate again to make one");
        Files.writeString(file(), "{\"format\": 1, \"kind\": \"category\"}");
        assertThatIOException()
                .isThrownBy(() -> StoredEvaluation.read(file()).compare(evaluation, 0))
                .withMessage(
                        file() + " has no figure in common with this evaluation: it judges by category, this one by"
                                + " articleType");
    }

    private Path file() {
        return folder.resolve("before.json");
    }

    private StoredEvaluation stored() throws IOException {
        Files.writeString(file(), document.toString());
        return StoredEvaluation.read(file());
    }
}
