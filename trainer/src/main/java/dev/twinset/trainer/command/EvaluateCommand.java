package dev.twinset.trainer.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.catalog.Catalog;
import dev.twinset.console.CatalogOption;
import dev.twinset.console.CommandOutput;
import dev.twinset.trainer.evaluate.RetrievalEvaluation;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.QuerySplit;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.evaluate.figures.StoredEvaluation;
import dev.twinset.trainer.evaluate.page.EvaluationFiles;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset evaluate}. */
@Command(
        name = "evaluate",
        description = "Measure how good a model's recommendations are, beside baselines and other networks.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Each held-out image is looked up among all images, and among the held-out ones only; its five"
                    + " nearest are right when they share its label. Copies of an image never count as answers for"
                    + " it: files with the same bytes, and items of the same group in near-duplicates.tsv (id, tab,"
                    + " group), if the catalogue holds such a file.",
            "",
            "FILE.onnx takes one image as [n, 3, side, side] or [n, side, side, 3], RGB, (byte - 128) /"
                    + " 128; FILE.onnx.json beside it can give another rule: {\"name\": ..., \"mean\": [r, g, b],"
                    + " \"std\": [r, g, b], \"output\": ..., \"megaflops\": ...}, all optional, mean and std of bytes."
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private CatalogOption catalog = new CatalogOption();

    @Option(names = "--gallery", paramLabel = "DIR", description = "a further catalogue to search in; may be repeated")
    private List<Path> galleries = new ArrayList<>();

    @Option(names = "--model", paramLabel = "FILE", description = "the model bundle (default: the one built in)")
    private @Nullable Path model;

    @Option(
            names = "--compare",
            paramLabel = "FILE.onnx",
            description =
                    "compare with this network, as it is and with our dense layers trained on it; may be repeated")
    private List<Path> networks = new ArrayList<>();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "the folder for evaluation.html and evaluation.json, made if it does not exist")
    private Path out = Path.of("");

    @Option(
            names = "--part",
            paramLabel = "test|validation|all",
            description =
                    "the part whose images are looked up; all of them if the model was trained on another catalogue"
                            + " (default: test)")
    private QuerySplit part = QuerySplit.TEST;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "the column that makes an answer right (default: articleType, or the most exact kind of product"
                            + " that the catalogue has)")
    private @Nullable String label;

    @Option(
            names = "--groups",
            paramLabel = "FILE.tsv",
            description = "which images are copies: lines of id, tab, group (default: the catalogue's"
                    + " near-duplicates.tsv, if it holds one)")
    private @Nullable Path groups;

    @Option(
            names = "--no-baselines",
            description = "evaluate only the model and the --compare networks, in half the time")
    private boolean noBaselines;

    @Option(
            names = "--fail-below",
            paramLabel = "FILE.json",
            description = "an earlier evaluation.json: exit with 1 if a figure of the model has dropped")
    private @Nullable Path failBelow;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description = "by how much a figure may drop (default: ${DEFAULT-VALUE})")
    private double tolerance = 0.005;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads that decode and embed (default: number of cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "seed of all random numbers; the same seed gives the same figures (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--force", description = "overwrite what DIR holds")
    private boolean force;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("--tolerance is " + tolerance + ", expected 0 to 1");
        }
        EvaluationOptions options = new EvaluationOptions(
                part, Optional.ofNullable(label), Optional.ofNullable(groups), !noBaselines, networks, threads, seed);
        EvaluationFiles files = EvaluationFiles.in(out, force);
        StoredEvaluation before = failBelow == null ? null : StoredEvaluation.read(failBelow);
        List<Path> folders = new ArrayList<>(galleries);
        folders.add(0, catalog.directory());
        List<Catalog> catalogs = Catalogs.read(folders, output.err());
        ModelBundle bundle = model == null ? ModelBundle.standard() : ModelBundle.read(model);
        PrintWriter printer = output.out();
        try (Evaluation evaluation = evaluate(options, catalogs, bundle, files)) {
            if (output.json()) {
                printer.println(
                        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(evaluation.json()));
            } else {
                EvaluationTable.print(evaluation, printer);
                printer.println("wrote " + files.page() + " and " + files.figures());
            }
            printer.flush();
            return before == null ? ExitCode.OK : exitCode(before.compare(evaluation, tolerance));
        }
    }

    private static Evaluation evaluate(
            EvaluationOptions options, List<Catalog> catalogs, ModelBundle model, EvaluationFiles files)
            throws IOException {
        try (EvaluationBars bars = new EvaluationBars()) {
            Evaluation evaluation = new RetrievalEvaluation(options, bars).run(catalogs, model);
            files.write(evaluation, bars);
            return evaluation;
        }
    }

    /** On standard error, so that standard output stays readable for machines. */
    private int exitCode(StoredEvaluation.Comparison comparison) {
        PrintWriter err = output.err();
        comparison.remarks().forEach(err::println);
        comparison.dropped().forEach(err::println);
        err.println(
                comparison.dropped().isEmpty()
                        ? "no figure dropped by more than " + tolerance
                        : comparison.dropped().size() + " figures dropped by more than " + tolerance);
        err.flush();
        return comparison.dropped().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
