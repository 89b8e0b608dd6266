package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.console.CatalogOption;
import dev.twinset.console.CommandOutput;
import dev.twinset.console.LimitOption;
import dev.twinset.console.Progress;
import dev.twinset.console.ShutdownHook;
import dev.twinset.trainer.checkpoint.CheckpointFile;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.report.HtmlPage;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.trainer.training.Training;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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

    @Mixin
    private CatalogOption catalog = new CatalogOption();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the model bundle to write")
    private Path out = Path.of("");

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "accurate or fast, see below (default: ${DEFAULT-VALUE})")
    private String profile = TrainingProfile.ACCURATE.name();

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
        TrainingProfile usual = TrainingProfile.named(profile);
        TrainingOptions options = new TrainingOptions(epochs == null ? usual : usual.withEpochs(epochs), seed);
        OutputFile.requireWritable("--out", out, true);
        CheckpointFile checkpoints = CheckpointFile.open(out, options, force, Clock.systemUTC());
        Path page = TrainingPage.beside(out);
        OutputFile.requireWritable("beside --out,", page, checkpoints.mayOverwrite());
        Catalog items = Catalogs.first(limit, Catalog.read(catalog.directory()));
        LabelColumns columns = labels.isEmpty() ? LabelColumns.of(items) : LabelColumns.chosen(items, labels);
        try (ShutdownHook message = new ShutdownMessage(checkpoints, force).register();
                CatalogDataset data = decode(items, columns, options.profile());
                TrainReport report = TrainReport.on(output.out(), output.json())) {
            report.dataset(data, options.profile());
            TrainingHistory course = new TrainingHistory(report);
            ModelBundle model = new Training(options, course, Clock.systemUTC(), THREADS).run(data, checkpoints);
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

    private static CatalogDataset decode(Catalog items, LabelColumns columns, TrainingProfile profile)
            throws IOException {
        try (Progress bar = Progress.barOnly("decoding", "images", items.items().size())) {
            return CatalogDataset.load(items, columns, profile.architecture().side(), THREADS, bar::to);
        }
    }
}
