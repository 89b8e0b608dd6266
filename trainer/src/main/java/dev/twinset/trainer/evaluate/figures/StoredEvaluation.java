package dev.twinset.trainer.evaluate.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.trainer.evaluate.data.QueryDigest;
import dev.twinset.trainer.retrieval.FigureNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The model's figures in an {@code evaluation.json} of an earlier run, to see whether any has dropped. */
public final class StoredEvaluation {
    private final String name;
    private final JsonNode document;

    private StoredEvaluation(String name, JsonNode document) {
        this.name = name;
        this.document = document;
    }

    /** @throws IOException if the file is not an evaluation that we understand */
    public static StoredEvaluation read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no evaluation at " + file + ": name an evaluation.json that twinset evaluate wrote");
        }
        try {
            JsonNode document = new ObjectMapper().readTree(file.toFile());
            int format = document.path("format").asInt(0);
            if (format != EvaluationJson.FORMAT) {
                throw new IOException(file + " is not an evaluation of format " + EvaluationJson.FORMAT
                        + (format == 0 ? "" : " but of " + format) + "; evaluate again to make one");
            }
            return new StoredEvaluation(file.toString(), document);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * @param dropped figures that are lower than they were by more than the tolerance, and figures that are missing
     * @param remarks what makes the comparison doubtful
     */
    public record Comparison(List<String> dropped, List<String> remarks) {
        public Comparison {
            dropped = List.copyOf(dropped);
            remarks = List.copyOf(remarks);
        }
    }

    /** @throws IOException if the two have no figure in common */
    public Comparison compare(Evaluation evaluation, double tolerance) throws IOException {
        Map<String, Double> before = figures(document);
        Map<String, Double> now = figures(EvaluationJson.of(evaluation));
        if (before.keySet().stream().noneMatch(now::containsKey)) {
            throw new IOException(name + " has no figure in common with this evaluation: it judges by "
                    + document.path("kind").asText() + ", this one by "
                    + evaluation.set().kind());
        }
        List<String> dropped = new ArrayList<>();
        before.forEach((figure, value) -> {
            Double other = now.get(figure);
            if (other == null) {
                dropped.add(figure + " is " + number(value) + " in " + name + " and does not exist here");
            } else if (other < value - tolerance) {
                dropped.add(figure + " was " + number(value) + ", is " + number(other) + ": " + number(value - other)
                        + " lower, at most " + tolerance + " tolerated");
            }
        });
        return new Comparison(dropped, remarks(evaluation, before, now));
    }

    private List<String> remarks(Evaluation evaluation, Map<String, Double> before, Map<String, Double> now) {
        List<String> remarks = new ArrayList<>();
        int queries = document.path("queries").path("count").asInt();
        if (queries != evaluation.set().queries().length) {
            remarks.add(name + " was measured on " + queries + " queries, this on "
                    + evaluation.set().queries().length);
        } else if (!document.path("queries").path("sha256").asText().equals(QueryDigest.of(evaluation.set()))) {
            remarks.add(name + " was measured on other queries than these " + queries);
        }
        List<String> added = now.keySet().stream()
                .filter(figure -> !before.containsKey(figure))
                .toList();
        if (!added.isEmpty()) {
            remarks.add(name + " has no " + String.join(", ", added) + ": not compared");
        }
        return remarks;
    }

    /** The model's figures where more is better, by gallery and name. */
    private static Map<String, Double> figures(JsonNode document) {
        Map<String, Double> figures = new TreeMap<>();
        for (Map.Entry<String, JsonNode> gallery : document.path("galleries").properties()) {
            JsonNode model = gallery.getValue().path("contenders").path(0).path("figures");
            for (Map.Entry<String, JsonNode> figure : model.properties()) {
                if (!figure.getKey().startsWith(FigureNames.CEILING)) {
                    figures.put(
                            gallery.getKey() + " " + figure.getKey(),
                            figure.getValue().path("value").asDouble());
                }
            }
        }
        for (Map.Entry<String, JsonNode> head : document.path("heads").properties()) {
            figures.put("head " + head.getKey(), head.getValue().path("value").asDouble());
        }
        return figures;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
