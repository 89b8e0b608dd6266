package dev.twinset.trainer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.console.CatalogOption;
import dev.twinset.console.LimitOption;
import dev.twinset.console.Progress;
import dev.twinset.trainer.embedding.CatalogEmbedding;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset embed}. */
@Command(
        name = "embed",
        description =
                "Write the features of a catalogue's images as a NumPy matrix (float32, one unit vector per row).",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "The ids of the rows are written beside it, one per line: FILE.ids.txt for FILE.npy."})
public final class EmbedCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CatalogOption catalog = new CatalogOption();

    @Option(names = "--out", required = true, paramLabel = "FILE.npy", description = "the matrix to write")
    private Path out = Path.of("");

    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private LimitOption limit = new LimitOption();

    @Option(names = "--force", description = "overwrite FILE.npy and FILE.ids.txt if they exist")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        if (!out.toString().endsWith(".npy")) {
            throw new IllegalArgumentException("--out " + out + " does not end in .npy; name a NumPy file");
        }
        OutputFile.requireWritable("--out", out, force);
        OutputFile.requireWritable("beside --out,", CatalogEmbedding.idsBeside(out), force);
        Catalog whole = Catalogs.read(
                        List.of(catalog.directory()), spec.commandLine().getErr())
                .get(0);
        Catalog items = Catalogs.first(limit, whole);
        ModelBundle bundle = model.open();
        PrintWriter printer = spec.commandLine().getOut();
        try (FeatureExtractor extractor =
                        CnnFeatureExtractor.open(bundle, Runtime.getRuntime().availableProcessors());
                Progress bar =
                        Progress.barOnly("embedding", "images", items.items().size())) {
            CatalogEmbedding embedding = new CatalogEmbedding(extractor, bar::to);
            int rows = embedding.write(items.items(), out);
            printer.print(bar.lineStart());
            UnreadableImages.print(embedding.unreadable(), printer);
            printer.println("wrote " + rows + " features of " + extractor.dimension() + " values to " + out
                    + ", ids to " + CatalogEmbedding.idsBeside(out) + ", model " + extractor.modelId());
            printer.flush();
        }
        return 0;
    }
}
