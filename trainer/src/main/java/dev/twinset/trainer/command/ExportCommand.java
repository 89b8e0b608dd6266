package dev.twinset.trainer.command;

import dev.twinset.trainer.export.FeatureRecipe;
import dev.twinset.trainer.export.OnnxExporter;
import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset export}. */
@Command(
        name = "export",
        description = "Write a model as ONNX, for other runtimes.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Input image: float32 [n, 3, side, side]; the steps from a picture to it are printed, and are in the file's",
            "metadata (input) with mean, std and the names of the classes. Outputs: feature (unit vectors), and the",
            "logits of each task. Programs in Python and Node that follow the steps are in docs/examples; to try yours,",
            "compare its feature of the example picture with the one in the metadata (example.feature)."
        })
public final class ExportCommand implements Callable<Integer> {
    private static final int NUMBERS_IN_A_LINE = 8;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "the ONNX file to write")
    private Path onnx = Path.of("");

    @Option(names = "--example", paramLabel = "PNG", description = "also write the example picture to this file")
    private @Nullable Path example;

    @Option(names = "--force", description = "overwrite files that exist")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        OutputFile.requireWritable("--onnx", onnx, force);
        if (example != null) {
            OutputFile.requireWritable("--example", example, force);
        }
        ModelBundle bundle = model.open();
        float[] feature = OnnxExporter.writeOnnx(bundle, onnx);
        if (example != null) {
            AtomicFile.write(example, FeatureRecipe.examplePicture());
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println("wrote " + onnx + ", model " + bundle.modelId());
        printer.println("from a picture to the input " + OnnxExporter.INPUT + ":");
        FeatureRecipe.steps(bundle).forEach(step -> printer.println("  " + step));
        printer.println("the example picture (--example PNG) has the feature");
        print(printer, feature);
        printer.flush();
        return 0;
    }

    private static void print(PrintWriter printer, float[] feature) {
        for (int from = 0; from < feature.length; from += NUMBERS_IN_A_LINE) {
            StringBuilder line = new StringBuilder(" ");
            for (int i = from; i < Math.min(from + NUMBERS_IN_A_LINE, feature.length); i++) {
                line.append(String.format(Locale.ROOT, " %9.6f", feature[i]));
            }
            printer.println(line);
        }
    }
}
