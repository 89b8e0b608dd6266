package dev.twinset.trainer.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.catalog.Catalog;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    @Option(
            names = "--catalog",
            required = true,
            paramLabel = "DIR",
            description = "A folder with styles.csv and images/, or with one sub-folder of images per category. May be"
                    + " repeated: each is evaluated by itself, into a folder of its name in --out's.")
    private List<Path> catalogs = new ArrayList<>();

    @Option(names = "--gallery", paramLabel = "DIR", description = "a further catalogue to search in; may be repeated")
    private List<Path> galleries = new ArrayList<>();

    @Mixin
    private ModelOption model = new ModelOption();

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
            split = ",",
            description =
                    "the column that makes an answer right, or CATALOGUE:COLUMN for one catalogue of several (default:"
                            + " articleType, or the most exact kind of product that the catalogue has)")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--groups",
            paramLabel = "FILE.tsv",
            description = "which images are copies, lines of id, tab, group, as train was given them (default: the"
                    + " catalogue's near-duplicates.tsv, if it holds one)")
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
        Map<Path, EvaluationFiles> sources = sources();
        StoredEvaluation before = failBelow == null ? null : StoredEvaluation.read(failBelow);
        ModelBundle bundle = model.open();
        PrintWriter printer = output.out();
        ObjectNode json = new ObjectMapper().createObjectNode();
        List<SourceSummary> summaries = new ArrayList<>();
        int status = ExitCode.OK;
        for (Map.Entry<Path, EvaluationFiles> source : sources.entrySet()) {
            List<Path> folders = new ArrayList<>(galleries);
            folders.add(0, source.getKey());
            List<Catalog> read = Catalogs.read(folders, output.err());
            EvaluationFiles files = source.getValue();
            try (Evaluation evaluation = evaluate(options(name(source.getKey())), read, bundle, files)) {
                json.set(name(source.getKey()), evaluation.json());
                summaries.add(SourceSummary.of(name(source.getKey()), evaluation));
                if (!output.json()) {
                    EvaluationTable.print(evaluation, printer);
                    printer.println("wrote " + files.page() + " and " + files.figures());
                    printer.flush();
                }
                if (before != null) {
                    status = exitCode(before.compare(evaluation, tolerance));
                }
            }
        }
        if (output.json()) {
            printer.println(new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(sources.size() == 1 ? json.elements().next() : json));
        } else if (sources.size() > 1) {
            SourceSummary.print(summaries, printer);
        }
        printer.flush();
        return status;
    }

    /** The catalogues, and where the figures of each are written; checked before the minutes of work. */
    private Map<Path, EvaluationFiles> sources() throws IOException {
        boolean several = catalogs.size() > 1;
        if (several && failBelow != null) {
            throw new IllegalArgumentException("--fail-below compares one catalogue; give --catalog once");
        }
        Map<Path, EvaluationFiles> sources = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Path each : catalogs) {
            if (!names.add(name(each))) {
                throw new IllegalArgumentException("two catalogues are called " + name(each)
                        + ", and their figures would be written to the same folder; rename one");
            }
            sources.put(each, EvaluationFiles.in(several ? out.resolve(name(each)) : out, force));
        }
        for (String label : labels) {
            String catalog = label.contains(":") ? label.substring(0, label.indexOf(':')) : "";
            if (!catalog.isEmpty() && !names.contains(catalog)) {
                throw new IllegalArgumentException(
                        "--label is '" + label + "', expected COLUMN, or CATALOGUE:COLUMN with one of " + names);
            }
        }
        return sources;
    }

    private static String name(Path catalog) {
        return String.valueOf(catalog.toAbsolutePath().normalize().getFileName());
    }

    private EvaluationOptions options(String catalog) {
        Optional<String> everywhere =
                labels.stream().filter(label -> !label.contains(":")).findFirst();
        Optional<String> own = labels.stream()
                .filter(label -> label.startsWith(catalog + ":"))
                .map(label -> label.substring(catalog.length() + 1))
                .findFirst();
        return new EvaluationOptions(
                part, own.or(() -> everywhere), Optional.ofNullable(groups), !noBaselines, networks, threads, seed);
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
