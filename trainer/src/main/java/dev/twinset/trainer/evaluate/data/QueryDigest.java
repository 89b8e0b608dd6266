package dev.twinset.trainer.evaluate.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ids.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
