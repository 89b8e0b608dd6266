package dev.twinset.trainer.evaluate.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.trainer.export.OnnxExporter;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of our models as a foreign network, with the rule of its input beside it. */
public final class Exported {
    private Exported() {}

    public static Path to(Path onnx, ModelBundle model, String output) throws IOException {
        OnnxExporter.writeOnnx(model, onnx);
        InputRule rule = model.manifest().model().input();
        Files.writeString(
                OnnxInputSpec.beside(onnx),
                new ObjectMapper()
                        .writeValueAsString(
                                Map.of("mean", bytes(rule.mean()), "std", bytes(rule.std()), "output", output)));
        return onnx;
    }

    private static List<Double> bytes(List<Double> values) {
        return values.stream().map(value -> 255 * value).toList();
    }
}
