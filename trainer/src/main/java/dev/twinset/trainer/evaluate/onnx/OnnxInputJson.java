package dev.twinset.trainer.evaluate.onnx;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link OnnxInputSpec} as it is written, where everything may be missing. */
record OnnxInputJson(
        @Nullable String name,
        @Nullable List<Double> mean,
        @Nullable List<Double> std,
        @Nullable String output,
        @Nullable Double megaflops) {
    OnnxInputSpec contract() {
        return new OnnxInputSpec(
                Optional.ofNullable(name),
                mean == null ? OnnxInputSpec.USUAL.mean() : mean,
                std == null ? OnnxInputSpec.USUAL.std() : std,
                Optional.ofNullable(output),
                Optional.ofNullable(megaflops));
    }
}
