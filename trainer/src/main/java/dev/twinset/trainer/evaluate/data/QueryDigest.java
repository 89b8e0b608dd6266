package dev.twinset.trainer.evaluate.data;

import dev.twinset.console.Sha256;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Identifies the images that were looked up: equal for two evaluations of the same queries. */
public final class QueryDigest {
    private QueryDigest() {}

    public static String of(EvaluationSet set) {
        String ids = IntStream.of(set.queries())
                .mapToObj(row -> set.images().item(row).id() + "\n")
                .sorted()
                .collect(Collectors.joining());
        return Sha256.hex(ids);
    }
}
