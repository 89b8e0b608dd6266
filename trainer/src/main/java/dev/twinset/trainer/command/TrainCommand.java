package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.Training;
import dev.twinset.trainer.TrainingOptions;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.network.Recipe;
import dev.twinset.vision.CnnArchitecture;
import dev.twinset.vision.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset train}. */
@Command(
        name = "train",
        description = "Train a model on the images and labels of a catalogue.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The images' SHA-256 splits them: a tenth validates, a tenth is never looked at, the rest trains.",
            "Shape L is the better one; shape S trains and serves up to five times as fast."
        })
public final class TrainCommand implements Callable<Integer> {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** What a user can name. */
    private enum Shape {
        L,
        S;

        CnnArchitecture architecture() {
            return this == L ? CnnArchitecture.L : CnnArchitecture.S;
        }

        int usualEpochs() {
            return this == L ? 22 : 24;
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--catalog",
            required = true,
            paramLabel = "DIR",
            description = "a folder with styles.csv and images/, or with one sub-folder of images per category")
    private Path catalog = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the model bundle to write")
    private Path out = Path.of("");

    @Option(names = "--shape", paramLabel = "L|S", description = "size of the network (default: ${DEFAULT-VALUE})")
    private Shape shape = Shape.L;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "passes over the training images (default: 22 for L, 24 for S)")
    private @Nullable Integer epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of all random numbers; the same seed gives the same model (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--limit", paramLabel = "N", description = "take only the first N items of the catalogue")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--force", description = "overwrite FILE if it exists")
    private boolean force;

    @Option(names = "--json", description = "print JSON lines")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        int passes = epochs == null ? shape.usualEpochs() : epochs;
        TrainingOptions options = new TrainingOptions(shape.architecture(), passes, seed, Recipe.STANDARD);
        OutputFile.requireWritable("--out", out, force);
        Catalog items = Limit.first(limit, Catalog.read(catalog));
        PrintWriter printer = spec.commandLine().getOut();
        try (CatalogDataset data = decode(items);
                TrainReport report = new TrainReport(printer, json, data, passes)) {
            ModelBundle model = new Training(options, report, Clock.systemUTC(), THREADS).run(data);
            model.write(out);
            report.written(out, model);
        }
        return 0;
    }

    private CatalogDataset decode(Catalog items) throws IOException {
        try (TerminalBar bar = TerminalBar.images("decoding", items.items().size())) {
            return CatalogDataset.load(items, shape.architecture().side(), THREADS, bar::stepTo);
        }
    }
}
