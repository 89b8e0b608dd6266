package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.console.CommandOutput;
import dev.twinset.console.LimitOption;
import dev.twinset.console.Progress;
import dev.twinset.console.ShutdownHook;
import dev.twinset.trainer.checkpoint.CheckpointFile;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.ImageGroups;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.dataset.TeacherVectors;
import dev.twinset.trainer.dataset.TrainingCatalogs;
import dev.twinset.trainer.evaluate.onnx.OnnxBaseline;
import dev.twinset.trainer.report.HtmlPage;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.trainer.training.Training;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset train}. */
@Command(
        name = "train",
        description = "Train a model on the images and labels of a catalogue.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TrainCommand implements Callable<Integer> {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--catalog",
            required = true,
            paramLabel = "DIR",
            description =
                    "A folder with styles.csv and images/, or with one sub-folder of images per category; repeat it"
                            + " to learn several catalogues together.")
    private List<Path> catalogs = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "W",
            split = ",",
            description = "how often an image of each catalogue is drawn, one number for each (default: all alike)")
    private List<Double> weights = List.of();

    @Option(
            names = "--without",
            paramLabel = "CATALOGUE:COLUMN",
            split = ",",
            description = "columns that are not to be learnt from one of several catalogues")
    private List<String> without = List.of();

    @Option(
            names = "--groups",
            paramLabel = "FILE.tsv",
            description = "images that belong together, such as crops of one photo: lines of id, tab, group; a group is"
                    + " trained on or held out as a whole")
    private @Nullable Path groups;

    @Option(
            names = "--teacher",
            paramLabel = "FILE.onnx",
            description =
                    "another network, whose vectors of the training images the feature also learns to predict; its"
                            + " input is as for evaluate --compare")
    private @Nullable Path teacher;

    @Option(
            names = "--teach",
            paramLabel = "W",
            split = ",",
            description = "how much the teacher counts for the images of each catalogue, one number for each; 0 for not"
                    + " at all (default: 1)")
    private List<Double> teach = List.of();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the model bundle to write")
    private Path out = Path.of("");

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "accurate or fast, see below (default: ${DEFAULT-VALUE})")
    private String profile = TrainingProfile.ACCURATE.name();

    @Option(
            names = "--start",
            paramLabel = "MODEL",
            description = "go on from the weights of this model, accurate, fast or a file, instead of random ones")
    private @Nullable String start;

    @Option(
            names = "--labels",
            paramLabel = "COLUMN",
            split = ",",
            description = "the columns to learn, the kind of product first (default: what the catalogue has of"
                    + " articleType, gender, baseColour, season, usage and its categories)")
    private List<String> labels = List.of();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "passes over the training images (default: the profile's)")
    private @Nullable Integer epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "seed of all random numbers; the same seed gives the same model (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Mixin
    private LimitOption limit = new LimitOption();

    @Option(
            names = "--force",
            description = "overwrite FILE if it exists, and start from the beginning even if a checkpoint exists")
    private boolean force;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Spec
    void describe(CommandSpec command) {
        StringBuilder profiles = new StringBuilder("%nProfiles:%n");
        for (TrainingProfile each : TrainingProfile.ALL) {
            profiles.append(String.format(
                    Locale.ROOT,
                    "  %-9s %.1f MFLOP an image, %d epochs%%n",
                    each.name(),
                    each.megaflops(),
                    each.epochs()));
        }
        command.usageMessage()
                .footer(
                        profiles.toString(),
                        "The images' SHA-256 splits them: a tenth for validation, a tenth that is held out, and the"
                                + " rest for training.",
                        "Values such as NA, null or - in a table are labels that are not known; a folder's name is a label.",
                        "FILE.checkpoint is kept beside FILE until FILE is written: after a kill, run the same command"
                                + " to continue.",
                        "FILE.html shows how it went.");
    }

    @Override
    @SuppressWarnings("try") // the hook is in place while the training runs
    public Integer call() throws IOException {
        if (teacher == null && !teach.isEmpty()) {
            throw output.usageError("--teach needs --teacher: it says how much that network counts");
        }
        TrainingProfile usual = TrainingProfile.named(profile);
        TrainingOptions options = new TrainingOptions(epochs == null ? usual : usual.withEpochs(epochs), seed, start());
        OutputFile.requireWritable("--out", out, true);
        CheckpointFile checkpoints = CheckpointFile.open(out, options, force, Clock.systemUTC());
        Path page = TrainingPage.beside(out);
        OutputFile.requireWritable("beside --out,", page, checkpoints.mayOverwrite());
        TrainingCatalogs sources = sources();
        Catalog items = sources.joined();
        LabelColumns columns = labels.isEmpty() ? LabelColumns.of(items) : LabelColumns.chosen(items, labels);
        try (ShutdownHook message = new ShutdownMessage(checkpoints, force).register();
                CatalogDataset data = decode(sources, columns, options.profile());
                TrainReport report = TrainReport.on(output.out(), output.json())) {
            report.dataset(data, options.profile());
            TrainingHistory course = new TrainingHistory(report);
            ModelBundle model = new Training(options, course, Clock.systemUTC(), THREADS)
                    .run(data.taughtBy(teacherVectors(data)), checkpoints);
            model.write(out);
            checkpoints.delete();
            HtmlPage.write(
                    page,
                    "command/training.jte",
                    new TrainingPage(options, data, course.epochs(), course.notes(), model));
            report.written(out, page, model);
        }
        return 0;
    }

    private Optional<ModelBundle> start() throws IOException {
        if (start == null) {
            return Optional.empty();
        }
        return Optional.of(ModelBundle.open(start));
    }

    private TeacherVectors teacherVectors(CatalogDataset data) throws IOException {
        if (teacher == null) {
            return TeacherVectors.NONE;
        }
        int[] rows = IntStream.of(data.rows(Split.TRAINING))
                .filter(row -> weight(teach, data.source(row)) > 0)
                .toArray();
        double[] counts = IntStream.of(rows)
                .mapToDouble(row -> weight(teach, data.source(row)))
                .toArray();
        try (OnnxBaseline network = OnnxBaseline.open(teacher, THREADS);
                Progress bar = Progress.barOnly("asking the teacher", "images", rows.length)) {
            return TeacherVectors.of(rows, network.features(data.images(), rows, bar::to), counts);
        }
    }

    private static double weight(List<Double> weights, int catalogue) {
        return weights.isEmpty() ? 1 : weights.get(catalogue);
    }

    private void requireOneForEach(String option, List<Double> numbers) {
        if (!numbers.isEmpty() && numbers.size() != catalogs.size()) {
            throw new IllegalArgumentException(option + " has " + numbers.size() + " numbers for " + catalogs.size()
                    + " catalogues, expected one for each");
        }
    }

    private TrainingCatalogs sources() throws IOException {
        requireOneForEach("--weights", weights);
        requireOneForEach("--teach", teach);
        List<TrainingCatalogs.Source> sources = new ArrayList<>();
        for (Catalog each : Catalogs.read(catalogs, output.err())) {
            Catalog read = Catalogs.first(limit, each);
            sources.add(new TrainingCatalogs.Source(read, weight(weights, sources.size())));
        }
        return new TrainingCatalogs(sources, groups == null ? Map.of() : ImageGroups.read(groups)).without(without);
    }

    private static CatalogDataset decode(TrainingCatalogs sources, LabelColumns columns, TrainingProfile profile)
            throws IOException {
        int images = sources.joined().items().size();
        try (Progress bar = Progress.barOnly("decoding", "images", images)) {
            return CatalogDataset.load(sources, columns, profile.architecture().side(), THREADS, bar::to);
        }
    }
}
