package dev.twinset.trainer.evaluate.data;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user may choose.
 *
 * @param part whose images are looked up
 * @param label the column that makes an answer right; if empty, the catalogue's most exact kind of product
 * @param groups a file of duplicate groups, lines of id, tab, group; if empty, that of the catalogue, if it has one
 * @param baselines whether the simple features are scored beside the model
 * @param networks other networks, as ONNX files
 * @param threads that decode and embed
 * @param seed of all random numbers
 */
public record EvaluationOptions(
        QuerySplit part,
        Optional<String> label,
        Optional<Path> groups,
        boolean baselines,
        List<Path> networks,
        int threads,
        long seed) {
    public EvaluationOptions {
        requireNonNull(part, "part is null");
        requireNonNull(label, "label is null");
        requireNonNull(groups, "groups is null");
        networks = List.copyOf(networks);
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", at least 1 expected");
        }
    }

    /** The test part, with baselines and without other networks. */
    public static EvaluationOptions standard(int threads) {
        return new EvaluationOptions(QuerySplit.TEST, Optional.empty(), Optional.empty(), true, List.of(), threads, 1);
    }

    public EvaluationOptions withoutBaselines() {
        return new EvaluationOptions(part, label, groups, false, networks, threads, seed);
    }

    public EvaluationOptions withLabel(String column) {
        return new EvaluationOptions(part, Optional.of(column), groups, baselines, networks, threads, seed);
    }

    public EvaluationOptions withPart(QuerySplit other) {
        return new EvaluationOptions(other, label, groups, baselines, networks, threads, seed);
    }

    public EvaluationOptions withNetworks(List<Path> others) {
        return new EvaluationOptions(part, label, groups, baselines, others, threads, seed);
    }
}
