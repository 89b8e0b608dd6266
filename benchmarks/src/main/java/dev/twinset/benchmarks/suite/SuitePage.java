package dev.twinset.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.trainer.report.Chart;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.FiguresPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The figures of {@code bench all} as a page. */
final class SuitePage {
    private SuitePage() {}

    /** @param all {@code machine} and {@code benchmarks}, as {@code bench all} writes them */
    static FiguresPage of(JsonNode all) {
        Map<String, List<JsonNode>> byBench = new LinkedHashMap<>();
        all.get("benchmarks")
                .forEach(figures -> byBench.computeIfAbsent(figures.get("bench").asText(), bench -> new ArrayList<>())
                        .add(figures));
        List<FiguresPage.Group> groups = new ArrayList<>();
        byBench.forEach((bench, runs) -> groups.add(new FiguresPage.Group(
                bench,
                "./twinset bench " + bench + " --help says what is compared. Medians over the rounds.",
                charts(bench, runs),
                columns(runs),
                rows(runs))));
        JsonNode machine = all.get("machine");
        String lead = machine.get("processor").asText() + " with "
                + machine.get("instructions").asText() + ", "
                + machine.get("cores").asInt() + " cores, Java "
                + machine.get("java").asText() + ", Twinset "
                + machine.get("version").asText() + ", "
                + machine.get("date").asText();
        return new FiguresPage("Twinset benchmarks", lead, groups);
    }

    private static List<Chart> charts(String bench, List<JsonNode> runs) {
        return switch (bench) {
            case "forward" ->
                List.of(Charts.bars(
                        "images/s, one core",
                        bars(
                                runs,
                                "architecture",
                                Map.of("imagesPerSecond", "", "onnxRuntimeImagesPerSecond", ", ONNX Runtime"))));
            case "search" ->
                runs.stream()
                        .map(run -> run.get("items").asInt())
                        .distinct()
                        .map(items -> Charts.bars(
                                "queries/s of " + items + " items, one core",
                                searches(runs.stream()
                                        .filter(run -> run.get("items").asInt() == items)
                                        .toList())))
                        .toList();
            default -> List.of();
        };
    }

    private static Map<String, Number> searches(List<JsonNode> runs) {
        Map<String, Number> bars = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("millisPerQuery", "");
        names.put("faissMillisPerQuery", ", FAISS");
        names.put("plainProductMillisPerQuery", ", plain product");
        for (JsonNode run : runs) {
            names.forEach((figure, suffix) -> {
                if (run.has(figure)) {
                    bars.put(
                            "batch " + run.get("batch").asInt() + suffix,
                            1000 / run.get(figure).asDouble());
                }
            });
        }
        return bars;
    }

    private static Map<String, Number> bars(List<JsonNode> runs, String name, Map<String, String> figures) {
        Map<String, Number> bars = new LinkedHashMap<>();
        for (JsonNode run : runs) {
            for (String figure : new TreeSet<>(figures.keySet())) {
                bars.put(
                        run.get(name).asText() + figures.get(figure),
                        run.get(figure).asDouble());
            }
        }
        return bars;
    }

    private static List<String> columns(List<JsonNode> runs) {
        List<String> columns = new ArrayList<>(List.of("figure"));
        for (int run = 1; run <= runs.size(); run++) {
            columns.add("run " + run);
        }
        return columns;
    }

    /** A row for each figure. */
    private static List<List<String>> rows(List<JsonNode> runs) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            int column = i + 1;
            runs.get(i).properties().forEach(figure -> {
                List<String> row = rows.computeIfAbsent(figure.getKey(), name -> new ArrayList<>(List.of(name)));
                while (row.size() < column) {
                    row.add("");
                }
                row.add(text(figure.getValue()));
            });
        }
        rows.remove("bench");
        rows.values().forEach(row -> {
            while (row.size() <= runs.size()) {
                row.add("");
            }
        });
        return List.copyOf(rows.values());
    }

    private static String text(JsonNode value) {
        return value.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : value.asText();
    }
}
