package dev.twinset.trainer.evaluate;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.dataset.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user may choose.
 *
 * @param part whose images are looked up
 * @param groups a file of duplicate groups, lines of id, tab, group; if empty, that of the catalogue, if it has one
 * @param rivals networks as ONNX files
 * @param threads that decode and embed
 * @param seed of all random numbers
 */
public record EvaluationOptions(Part part, Optional<Path> groups, List<Path> rivals, int threads, long seed) {
    public EvaluationOptions {
        requireNonNull(part, "part is null");
        requireNonNull(groups, "groups is null");
        rivals = List.copyOf(rivals);
        if (part == Part.TRAINING) {
            throw new IllegalArgumentException(
                    "part is training, test or validation expected: a model knows its training images by heart");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", at least 1 expected");
        }
    }

    public static EvaluationOptions standard(int threads) {
        return new EvaluationOptions(Part.TEST, Optional.empty(), List.of(), threads, 1);
    }
}
