package dev.twinset.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.trainer.report.HtmlPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench all}. */
@Command(
        name = "all",
        description = "All benchmarks one after the other, each beside its peers, into DIR/benchmarks.json and a page,"
                + " DIR/benchmarks.html. Takes long; let nothing else run meanwhile.",
        mixinStandardHelpOptions = true)
public final class AllCommand implements Callable<Integer> {
    static final String FIGURES = "benchmarks.json";
    static final String PAGE = "benchmarks.html";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Made if it does not exist.")
    private Path out = Path.of("");

    @Option(
            names = "--features",
            paramLabel = "FILE.npy",
            description = "What is searched: features of pictures, as embed writes them; default: those of drawings.")
    private @Nullable Path features;

    @Option(names = "--short", description = "Fewer sizes and shorter turns: some three minutes.")
    private boolean shortened;

    private final Optional<List<List<String>>> chosen;

    public AllCommand() {
        chosen = Optional.empty();
    }

    /** @param lines the benchmarks to run, with their options */
    AllCommand(List<List<String>> lines) {
        chosen = Optional.of(lines);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Files.createDirectories(out);
        List<List<String>> lines = chosen.orElseGet(this::lines);
        ObjectNode all = new ObjectMapper().createObjectNode();
        all.set("machine", Machine.here());
        List<JsonNode> figures = new ArrayList<>();
        for (List<String> line : lines) {
            err.println((figures.size() + 1) + " of " + lines.size() + ": bench " + String.join(" ", line));
            err.flush();
            figures.add(Benchmarks.run(line, err));
            all.putArray("benchmarks").addAll(figures);
            // after each: what was measured is kept if the rest fails
            byte[] json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
            AtomicFile.write(out.resolve(FIGURES), json);
        }
        HtmlPage.write(out.resolve(PAGE), "report/figures.jte", SuitePage.of(all));
        spec.commandLine().getOut().println("wrote " + out.resolve(PAGE) + " and " + out.resolve(FIGURES));
        return 0;
    }

    private List<List<String>> lines() {
        String rounds = shortened ? "3" : "7";
        String seconds = shortened ? "0.3" : "1";
        List<List<String>> lines = new ArrayList<>();
        for (String model : List.of("accurate", "fast")) {
            lines.add(List.of("forward", "--model", model, "--rounds", rounds, "--seconds", seconds));
        }
        lines.add(List.of("decode", "--decodes", shortened ? "5000" : "50000"));
        for (String items : shortened ? List.of("44000") : List.of("44000", "100000", "1000000")) {
            for (String batch : shortened ? List.of("1", "64") : List.of("1", "16", "64", "256")) {
                List<String> line = new ArrayList<>(List.of(
                        "search",
                        "--items",
                        items,
                        "--batch",
                        batch,
                        "--rounds",
                        rounds,
                        "--seconds",
                        seconds,
                        "--peers"));
                if (features != null) {
                    line.addAll(List.of("--features", features.toString()));
                }
                lines.add(line);
            }
        }
        String stored = shortened ? "1000" : "44000";
        String turns = shortened ? "1" : "3";
        String items = shortened ? "1000" : "3000";
        lines.add(List.of("ingest", "--items", items, "--stored", stored, "--rounds", turns, "--peers"));
        lines.add(List.of("ingest", "--no-vision", "--stored", "0", "--items", items, "--rounds", turns));
        lines.add(List.of(
                "workers",
                "--items",
                shortened ? "1000" : "4000",
                "--stored",
                stored,
                "--seconds",
                shortened ? "3" : "20",
                "--rounds",
                turns));
        lines.add(List.of("why"));
        return lines;
    }
}
