package dev.twinset.worker.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import dev.twinset.contract.result.Why;
import dev.twinset.vision.network.FeatureExplainer;
import dev.twinset.worker.pipeline.Explanations;
import dev.twinset.worker.search.Cosine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two items and how their score comes about.
 *
 * @param greatest what each part can be
 * @param firstLooksLike what the model takes the first item for
 * @param why with what the model takes the second item for
 */
record Comparison(
        String first,
        String second,
        float score,
        Map<String, Double> greatest,
        Map<String, String> firstLooksLike,
        Why why) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final double SAME = 0.8;
    private static final double SIMILAR = 0.4;
    private static final int BAR = 20;

    Comparison {
        greatest = new LinkedHashMap<>(greatest);
        firstLooksLike = new LinkedHashMap<>(firstLooksLike);
    }

    static Comparison of(FeatureExplainer model, String first, float[] a, String second, float[] b) {
        float score = Cosine.score(a, b);
        Why why = Explanations.why(model.explain(a, b), score, model.looksLike(b));
        return new Comparison(first, second, score, model.greatest(), model.looksLike(a), why);
    }

    /** {@code similar look, same kind, other colour}: the parts against what they can be. */
    String words() {
        List<String> words = new ArrayList<>();
        why.parts().keySet().forEach(name -> words.add(degree(share(name)) + " " + Why.word(name)));
        return String.join(", ", words);
    }

    private static String degree(double share) {
        return share >= SAME ? "same" : share >= SIMILAR ? "similar" : "other";
    }

    private double share(String name) {
        double part = requireNonNull(why.parts().get(name), name).doubleValue();
        return Math.max(0, Math.min(1, part / greatest.getOrDefault(name, 1.0)));
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s and %s: score %.4f, %s%n",
                Terminal.printable(first),
                Terminal.printable(second),
                score,
                words()));
        why.parts().forEach((name, part) -> {
            int filled = (int) Math.round(BAR * share(name));
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-12s %7.4f  %s%s",
                    name,
                    part.doubleValue(),
                    "#".repeat(filled),
                    ".".repeat(BAR - filled)));
            if (firstLooksLike.containsKey(name)) {
                text.append("  ").append(taken(name));
            }
        });
        return text.toString();
    }

    /** {@code Shirts}, or {@code Shirts, Tshirts} if the model takes them for different things. */
    private String taken(String name) {
        String one = firstLooksLike.getOrDefault(name, "");
        String other = why.looksLike().getOrDefault(name, "");
        return Terminal.printable(one.equals(other) ? one : one + ", " + other);
    }

    String json(String modelId) {
        ObjectNode json = JSON.createObjectNode();
        json.put("model", modelId);
        json.put("score", Why.decimal(score));
        ObjectNode parts = json.putObject("why");
        why.parts().forEach(parts::put);
        ArrayNode items = json.putArray("items");
        looksLike(items.addObject().put("itemId", first), firstLooksLike);
        looksLike(items.addObject().put("itemId", second), why.looksLike());
        return json.toString();
    }

    private static void looksLike(ObjectNode item, Map<String, String> classes) {
        ObjectNode looksLike = item.putObject("looksLike");
        classes.forEach(looksLike::put);
    }
}
