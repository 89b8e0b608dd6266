package dev.twinset.trainer.command;

import dev.twinset.trainer.export.OnnxExporter;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            "Input image: float32 [n, 3, side, side], RGB, (value / 255 - mean) / std; mean, std and the names of the",
            "classes are in the file's metadata. Outputs: feature (unit vectors), and the logits of each task."
        })
public final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--model", paramLabel = "FILE", description = "the model bundle (default: the one built in)")
    private @Nullable Path model;

    @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "the ONNX file to write")
    private Path onnx = Path.of("");

    @Option(names = "--force", description = "overwrite FILE if it exists")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        OutputFile.requireWritable("--onnx", onnx, force);
        ModelBundle bundle = model == null ? ModelBundle.standard() : ModelBundle.read(model);
        OnnxExporter.writeOnnx(bundle, onnx);
        PrintWriter printer = spec.commandLine().getOut();
        printer.println("wrote " + onnx + ", model " + bundle.modelId());
        printer.flush();
        return 0;
    }
}
