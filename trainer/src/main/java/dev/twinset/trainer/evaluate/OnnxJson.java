package dev.twinset.trainer.evaluate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link OnnxContract} as it is written, where everything may be missing. */
record OnnxJson(
        @Nullable String name,
        @Nullable List<Double> mean,
        @Nullable List<Double> std,
        @Nullable String output,
        @Nullable Double megaflops) {
    OnnxContract contract() {
        return new OnnxContract(
                Optional.ofNullable(name),
                mean == null ? OnnxContract.USUAL.mean() : mean,
                std == null ? OnnxContract.USUAL.std() : std,
                Optional.ofNullable(output),
                Optional.ofNullable(megaflops));
    }
}
