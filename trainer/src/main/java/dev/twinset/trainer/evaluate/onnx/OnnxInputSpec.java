package dev.twinset.trainer.evaluate.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an ONNX file does not say of itself: {@code FILE.onnx.json} beside {@code FILE.onnx}, all of it optional.
 *
 * <pre>
 * {"name": "MobileNetV2", "mean": [128, 128, 128], "std": [128, 128, 128], "output": "features", "megaflops": 600}
 * </pre>
 *
 * @param name shown in reports
 * @param mean taken from each channel's byte, in the order red, green, blue
 * @param std what is left is divided by this
 * @param output name of the output that is the feature
 * @param megaflops additions and multiplications for one image, millions; runtimes do not report them
 */
record OnnxInputSpec(
        Optional<String> name,
        List<Double> mean,
        List<Double> std,
        Optional<String> output,
        Optional<Double> megaflops) {
    /** Bytes become -1 to 1. */
    private static final List<Double> MIDDLE = List.of(128.0, 128.0, 128.0);

    static final OnnxInputSpec USUAL =
            new OnnxInputSpec(Optional.empty(), MIDDLE, MIDDLE, Optional.empty(), Optional.empty());

    OnnxInputSpec {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        requireThree("mean", mean);
        requireThree("std", std);
        if (std.stream().anyMatch(value -> value <= 0)) {
            throw new IllegalArgumentException("std is " + std + ", expected more than 0");
        }
    }

    private static void requireThree(String what, List<Double> values) {
        if (values.size() != 3) {
            throw new IllegalArgumentException(what + " is " + values + ", expected three numbers: red, green, blue");
        }
    }

    static Path beside(Path onnx) {
        return onnx.resolveSibling(onnx.getFileName() + ".json");
    }

    static OnnxInputSpec of(Path onnx) throws IOException {
        Path file = beside(onnx);
        if (!Files.exists(file)) {
            return USUAL;
        }
        try {
            OnnxInputJson json = new ObjectMapper()
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
                    .readValue(file.toFile(), OnnxInputJson.class);
            return json.contract();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw new IOException(file + " is not a description of a network's input: " + reason, e);
        }
    }
}
