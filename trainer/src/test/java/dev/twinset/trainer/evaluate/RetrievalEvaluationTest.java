package dev.twinset.trainer.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.evaluate.data.QuerySplit;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.HeadFigure;
import dev.twinset.trainer.evaluate.figures.ModelResult;
import dev.twinset.trainer.evaluate.onnx.Exported;
import dev.twinset.trainer.evaluate.onnx.OnnxBaseline;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetrievalEvaluationTest {
    private static final EvaluationOptions STANDARD = EvaluationOptions.standard(2);
    private static final EvaluationOptions QUICK = STANDARD.withoutBaselines();
    private static final String PRECISION = FigureNames.PRECISION + "articleType";

    @TempDir
    private Path folder;

    @Test
    void theTestPartIsLookedUpAmongAllImagesAndAmongItself() throws Exception {
        Catalog catalog = DrawnShapes.draw(120, folder);
        List<String> expected = testPart(catalog);

        try (Evaluation evaluation = evaluate(STANDARD, Nets.withHeads(), catalog)) {
            EvaluationSet set = evaluation.set();
            assertThat(IntStream.of(set.queries())
                            .mapToObj(row -> set.images().item(row).id()))
                    .containsExactlyElementsOf(expected);
            assertThat(evaluation.images(GalleryChoice.ALL)).isEqualTo(120);
            assertThat(evaluation.images(GalleryChoice.UNSEEN)).isEqualTo(expected.size());
            assertThat(evaluation.results())
                    .extracting(ModelResult::name)
                    .containsExactly(
                            "model " + evaluation.model().modelId(),
                            "random",
                            "colour histogram",
                            "32x32 pixels",
                            "HOG",
                            "untrained network");
            for (int i = 0; i < expected.size(); i++) {
                Neighbours answers = evaluation
                        .evaluated()
                        .in(GalleryChoice.UNSEEN)
                        .retrieval()
                        .answers()
                        .get(i);
                assertThat(Arrays.stream(answers.rows()).boxed())
                        .doesNotContain(set.queries()[i])
                        .isSubsetOf(IntStream.of(set.queries()).boxed().toList());
            }
        }
    }

    @Test
    void baselinesSeeWhatTheyAreNamedAfter() throws IOException {
        try (Evaluation evaluation = evaluate(STANDARD, Nets.withHeads(), DrawnShapes.draw(240, folder))) {
            String colour = FigureNames.PRECISION + "baseColour";
            assertThat(value(evaluation, "colour histogram", colour)).isGreaterThan(0.95);
            assertThat(value(evaluation, "HOG", PRECISION)).isGreaterThan(0.8);
            assertThat(value(evaluation, "HOG", PRECISION))
                    .isGreaterThan(value(evaluation, "colour histogram", PRECISION));
            assertThat(value(evaluation, "random", PRECISION)).isLessThan(0.5);
            Figure lead = lead(evaluation, "HOG", PRECISION);
            assertThat(lead.value())
                    .isCloseTo(
                            evaluation
                                            .evaluated()
                                            .in(GalleryChoice.ALL)
                                            .retrieval()
                                            .mean(PRECISION)
                                    - value(evaluation, "HOG", PRECISION),
                            within(1e-12));
        }
    }

    @Test
    void theSameSeedGivesTheSameReport() throws IOException {
        Catalog catalog = DrawnShapes.draw(90, folder);
        try (Evaluation one = evaluate(STANDARD, Nets.withHeads(), catalog);
                Evaluation other = evaluate(STANDARD, Nets.withHeads(), catalog)) {
            assertThat(one.json()).isEqualTo(other.json());
        }
    }

    @Test
    void theClassLayerIsJudgedAsOtherRuntimesComputeIt() throws IOException {
        Catalog catalog = DrawnShapes.draw(150, folder.resolve("shapes"));
        ModelBundle model = Nets.withHeads();
        Path onnx = Exported.to(folder.resolve("model.onnx"), model, "articleType");
        try (Evaluation evaluation = evaluate(QUICK, model, catalog);
                OnnxBaseline network = OnnxBaseline.open(onnx, 1)) {
            EvaluationSet set = evaluation.set();
            float[] logits = network.features(set, (task, total) -> done -> {}).values();
            List<String> classes = model.manifest().model().tasks().get(0).classes();
            long right = IntStream.of(set.queries())
                    .filter(row -> classes.get(strongest(logits, 3 * row)).equals(set.labelOf(row, "articleType")))
                    .count();

            HeadFigure head = requireNonNull(evaluation.heads().get("articleType"));

            assertThat(head.accuracy().value()).isCloseTo((double) right / set.queries().length, within(1e-9));
            assertThat(head.unknown()).isZero();
        }
    }

    @Test
    void theModelIsLeftAsItWas() throws IOException {
        ModelBundle model = Nets.withHeads();
        try (Evaluation evaluation = evaluate(QUICK, model, DrawnShapes.draw(60, folder))) {
            model.write(folder.resolve("after.twinset"));
            assertThat(ModelBundle.read(folder.resolve("after.twinset")).modelId())
                    .isEqualTo(evaluation.model().modelId());
        }
    }

    @Test
    void classesThatTheModelHasNeverMetAreCountedApart() throws IOException {
        Catalog catalog = DrawnShapes.draw(90, folder);
        ModelBundle model = Nets.withHeads(new ModelCard.Task("articleType", 1, List.of("Disc", "Hat")));

        try (Evaluation evaluation = evaluate(QUICK, model, catalog)) {
            HeadFigure head = requireNonNull(evaluation.heads().get("articleType"));
            assertThat(head.accuracy().queries() + head.unknown()).isEqualTo(evaluation.queries());
            assertThat(head.unknown()).isPositive();
        }
    }

    @Test
    void aCatalogueThatIsNewToTheModelMayBeLookedUpWhole() throws IOException {
        try (Evaluation evaluation =
                evaluate(QUICK.withPart(QuerySplit.ALL), Nets.tiny(), DrawnShapes.draw(60, folder))) {
            assertThat(evaluation.queries()).isEqualTo(60);
            assertThat(evaluation.set().training()).isEmpty();
        }
    }

    @Test
    void theColumnThatMakesAnAnswerRightMayBeChosen() throws IOException {
        Catalog catalog = DrawnShapes.draw(90, folder);
        try (Evaluation evaluation = evaluate(STANDARD.withLabel("baseColour"), Nets.tiny(), catalog)) {
            assertThat(evaluation.set().kind()).isEqualTo("baseColour");
            assertThat(value(evaluation, "colour histogram", FigureNames.PRECISION + "baseColour"))
                    .isGreaterThan(0.9);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate(QUICK.withLabel("brand"), Nets.tiny(), catalog))
                .withMessageStartingWith("catalogue " + folder + " has no column 'brand', only ");
    }

    @Test
    void imagesOfFurtherCataloguesAreFoundAndNeverAsked() throws IOException {
        Catalog catalog = DrawnShapes.draw(60, folder.resolve("one"));
        Catalog other = DrawnShapes.draw(30, folder.resolve("other"));

        try (Evaluation evaluation = evaluate(QUICK, Nets.tiny(), catalog, other);
                Evaluation single = evaluate(QUICK, Nets.tiny(), catalog)) {
            assertThat(evaluation.queries()).isEqualTo(single.queries());
            assertThat(evaluation.images(GalleryChoice.ALL)).isEqualTo(90);
            assertThat(evaluation.images(GalleryChoice.UNSEEN)).isEqualTo(single.images(GalleryChoice.UNSEEN));
        }
    }

    @Test
    void copiesAndNearDuplicatesDoNotAnswerForEachOther() throws IOException {
        Catalog catalog = DrawnShapes.draw(60, folder);
        String pairs = catalog.items().stream()
                .map(item -> item.id() + "\tg" + Integer.parseInt(item.id()) / 30 + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("near-duplicates.tsv"), pairs);

        try (Evaluation evaluation = evaluate(QUICK, Nets.tiny(), catalog)) {
            assertThat(evaluation.set().groupsFile()).isEqualTo("near-duplicates.tsv");
            for (int i = 0; i < evaluation.queries(); i++) {
                int half = evaluation.set().queries()[i] / 30;
                Neighbours answers = evaluation
                        .evaluated()
                        .in(GalleryChoice.ALL)
                        .retrieval()
                        .answers()
                        .get(i);
                assertThat(Arrays.stream(answers.rows()).boxed()).hasSize(5).allMatch(row -> row / 30 != half);
            }
        }
    }

    @Test
    void whatIsMissingIsSaidAndLeftOut() throws IOException {
        DrawnShapes.draw(90, folder);
        String styles = Files.readString(folder.resolve("styles.csv"))
                .replace(",Blue\n", ",\n")
                .concat("200,Hat,Red\n201,Disc,Red\n");
        Files.writeString(folder.resolve("styles.csv"), styles);
        Files.writeString(folder.resolve("images/201.jpg"), "no image");

        try (Evaluation evaluation = evaluate(QUICK, Nets.tiny(), Catalog.read(folder))) {
            assertThat(evaluation.notes())
                    .anyMatch(note -> note.startsWith("1 classes of articleType in ")
                            && note.endsWith(" have no readable image: Hat"))
                    .anyMatch(note -> note.endsWith(" queries have no baseColour and are left out of its figures"));
            assertThat(evaluation.unreadable()).extracting(UnreadableImage::id).containsExactly("200", "201");
            assertThat(evaluation
                            .evaluated()
                            .in(GalleryChoice.ALL)
                            .figure(FigureNames.PRECISION + "baseColour")
                            .map(Figure::queries))
                    .hasValueSatisfying(queries -> assertThat(queries).isLessThan(evaluation.queries()));
        }
    }

    @Test
    void aPlainFolderIsJudgedByItsSubFolders() throws IOException {
        Catalog shapes = DrawnShapes.draw(90, folder.resolve("shapes"));
        for (CatalogItem item : shapes.items()) {
            Path to = folder.resolve("plain").resolve(item.attributes().getOrDefault("articleType", "?"));
            Files.createDirectories(to);
            Files.copy(item.image(), to.resolve(item.id() + ".jpg"));
        }

        try (Evaluation evaluation = evaluate(QUICK, Nets.tiny(), Catalog.read(folder.resolve("plain")))) {
            assertThat(evaluation.set().kind()).isEqualTo("category");
            assertThat(evaluation.evaluated().in(GalleryChoice.ALL).figures())
                    .containsKeys(FigureNames.PRECISION + "category", FigureNames.NDCG)
                    .doesNotContainKey(FigureNames.PRECISION + "baseColour");
        }
    }

    @Test
    void nothingToJudgeIsOneSentence() throws Exception {
        Catalog whole = DrawnShapes.draw(12, folder.resolve("tiny"));
        List<String> asked = testPart(whole);
        Catalog tiny = new Catalog(
                whole.directory(),
                whole.columns(),
                whole.items().stream()
                        .filter(item -> !asked.contains(item.id()))
                        .toList());
        assertThatIOException()
                .isThrownBy(() -> evaluate(QUICK, Nets.tiny(), tiny))
                .withMessageStartingWith("catalogue " + folder.resolve("tiny")
                        + " has no image in its test part, of " + tiny.items().size()
                        + " readable ones (first 32 bits of");

        Catalog broken = DrawnShapes.draw(2, folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/images/0.jpg"), "no image");
        Files.delete(folder.resolve("broken/images/1.jpg"));
        assertThatIOException()
                .isThrownBy(() -> evaluate(QUICK, Nets.tiny(), broken))
                .withMessageContaining(" has no readable image among 2 items; the first, 0: ");

        DrawnShapes.draw(60, folder.resolve("single"));
        Path styles = folder.resolve("single/styles.csv");
        Files.writeString(styles, "id,articleType\n" + numbered(60, i -> i + ",Kind" + i));
        assertThatIOException()
                .isThrownBy(() -> evaluate(QUICK, Nets.tiny(), Catalog.read(folder.resolve("single"))))
                .withMessageContaining("has a label in the column articleType that another image shares");

        Files.writeString(styles, "id,articleType\n" + numbered(60, i -> i + ",Shirt"));
        assertThatIOException()
                .isThrownBy(() -> evaluate(QUICK, Nets.tiny(), Catalog.read(folder.resolve("single"))))
                .withMessageContaining("has fewer than two classes in its column articleType");

        Files.writeString(styles, "id,price\n" + numbered(60, i -> i + ",1"));
        assertThatIOException()
                .isThrownBy(() -> evaluate(QUICK, Nets.tiny(), Catalog.read(folder.resolve("single"))))
                .withMessageContaining("[price]");
    }

    @Test
    void aGalleryOfOtherLabelsIsRefused() throws IOException {
        Catalog catalog = DrawnShapes.draw(60, folder.resolve("one"));
        DrawnShapes.draw(5, folder.resolve("other"));
        Files.writeString(folder.resolve("other/styles.csv"), "id,category\n" + numbered(5, i -> i + ",Shape"));

        assertThatIOException()
                .isThrownBy(() -> evaluate(QUICK, Nets.tiny(), catalog, Catalog.read(folder.resolve("other"))))
                .withMessageStartingWith("gallery " + folder.resolve("other") + " has no column articleType");
    }

    @Test
    void aFileOfGroupsThatCannotBeReadIsOneSentence() throws IOException {
        Catalog catalog = DrawnShapes.draw(60, folder.resolve("one"));
        Path groups = folder.resolve("groups.tsv");
        EvaluationOptions options =
                new EvaluationOptions(QuerySplit.TEST, Optional.empty(), Optional.of(groups), false, List.of(), 1, 1);

        assertThatIOException()
                .isThrownBy(() -> evaluate(options, Nets.tiny(), catalog))
                .withMessage("no duplicate groups at " + groups + ": the file does not exist");
        Files.writeString(groups, "1\tg1\n2,g2\n");
        assertThatIOException()
                .isThrownBy(() -> evaluate(options, Nets.tiny(), catalog))
                .withMessage(groups + " line 2 has 1 fields, expected an id, a tab and a group");
        Files.write(groups, "1\tgr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIOException()
                .isThrownBy(() -> evaluate(options, Nets.tiny(), catalog))
                .withMessageStartingWith(groups + " is not UTF-8: save it as UTF-8");
    }

    private static String numbered(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static Evaluation evaluate(EvaluationOptions options, ModelBundle model, Catalog... catalogs)
            throws IOException {
        return new RetrievalEvaluation(options, (task, total) -> done -> {}).run(List.of(catalogs), model);
    }

    private static double value(Evaluation evaluation, String result, String figure) {
        return standings(evaluation, result)
                .in(GalleryChoice.ALL)
                .figure(figure)
                .orElseThrow()
                .value();
    }

    private static Figure lead(Evaluation evaluation, String result, String figure) {
        return Optional.ofNullable(standings(evaluation, result)
                        .in(GalleryChoice.ALL)
                        .lead()
                        .get(figure))
                .orElseThrow();
    }

    private static ModelResult standings(Evaluation evaluation, String result) {
        return evaluation.results().stream()
                .filter(one -> one.name().equals(result))
                .findFirst()
                .orElseThrow();
    }

    private static int strongest(float[] logits, int from) {
        return IntStream.range(0, 3)
                .reduce((one, other) -> logits[from + other] > logits[from + one] ? other : one)
                .orElseThrow();
    }

    /** By the rule as it is written down, once more. */
    private static List<String> testPart(Catalog catalog) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        List<String> ids = new ArrayList<>();
        for (CatalogItem item : catalog.items()) {
            byte[] digest = sha256.digest(Files.readAllBytes(item.image()));
            if (Integer.remainderUnsigned(ByteBuffer.wrap(digest).getInt(), 10) == 1) {
                ids.add(item.id());
            }
        }
        return ids;
    }
}
