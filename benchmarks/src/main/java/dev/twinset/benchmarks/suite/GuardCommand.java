package dev.twinset.benchmarks.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.benchmarks.BenchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twinset bench guard}. */
@Command(
        name = "guard",
        description =
                "Whether it has become slower: exit 1 if a figure is below its share of what it is compared with.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bench guard OLD NEW compares two builds, turn by turn, each in processes of its own; OLD and NEW are"
                    + " their launchers.",
            "bench guard --stored DIR compares this build's ratios to ONNX Runtime and to a plain product with those"
                    + " that bench all stored in DIR/INSTRUCTIONS.json on a processor with the same instructions, such"
                    + " as avx512.json."
        })
public final class GuardCommand implements Callable<Integer> {
    /** A benchmark, and the figure by which it is judged: the greater, the better. */
    private record Check(String bench, List<String> options, String figure, String ratio) {}

    private static final List<Check> CHECKS = List.of(
            new Check("forward", List.of("--rounds", "1", "--seconds", "0.5"), "imagesPerSecond", "ratioToOnnxRuntime"),
            new Check(
                    "search",
                    List.of("--rounds", "1", "--seconds", "0.5"),
                    "ratioToPlainProduct",
                    "ratioToPlainProduct"));

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..2", paramLabel = "OLD NEW", description = "Launchers of two builds.")
    private List<String> launchers = List.of();

    @Option(names = "--stored", paramLabel = "DIR", description = "Where figures are stored by kind of processor.")
    private @Nullable Path stored;

    @Option(
            names = "--least",
            defaultValue = "0.97",
            description = "Share of the compared figure that is enough; default ${DEFAULT-VALUE}.")
    private double least;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of each; default ${DEFAULT-VALUE}.")
    private int rounds;

    private boolean slower;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if ((stored == null) == launchers.isEmpty() || launchers.size() == 1) {
            throw new ParameterException(spec.commandLine(), "expected either two launchers, or --stored DIR");
        }
        if (stored == null) {
            builds(launchers.get(0), launchers.get(1));
        } else {
            Path file = stored.resolve(Machine.instructions() + ".json");
            if (!Files.exists(file)) {
                spec.commandLine().getErr().println("nothing to compare with: there is no " + file);
                return 0;
            }
            stored(new ObjectMapper().readTree(file.toFile()).path("benchmarks"), file);
        }
        return slower ? 1 : 0;
    }

    private void builds(String before, String now) throws IOException, InterruptedException {
        for (Check check : CHECKS) {
            double[] ratios = new double[rounds];
            double[] befores = new double[rounds];
            double[] nows = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                befores[round] = measure(before, check);
                nows[round] = measure(now, check);
                ratios[round] = nows[round] / befores[round];
            }
            Median median = new Median();
            judge(
                    check.bench(),
                    check.figure(),
                    median.evaluate(befores),
                    median.evaluate(nows),
                    median.evaluate(ratios));
        }
    }

    private static double measure(String launcher, Check check) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher, "bench", check.bench()));
        command.addAll(check.options());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed with exit code " + process.exitValue());
        }
        return new ObjectMapper().readTree(out).path(check.figure()).asDouble();
    }

    private void stored(JsonNode benchmarks, Path file) throws IOException {
        for (JsonNode before : benchmarks) {
            for (Check check : CHECKS) {
                if (before.path("bench").asText().equals(check.bench()) && !isOther(before)) {
                    stored(check, before, file);
                }
            }
        }
    }

    /** Sizes that take long to fill are left out. */
    private static boolean isOther(JsonNode before) {
        return before.path("items").asInt() > 44_000
                || (before.has("items") && before.path("batch").asInt() != 64);
    }

    private void stored(Check check, JsonNode before, Path file) throws IOException {
        List<String> line = new ArrayList<>(List.of(check.bench()));
        String model = "";
        if (before.has("architecture")) {
            model = before.path("architecture").asText().equals("S") ? "fast" : "accurate";
            line.addAll(List.of("--model", model));
        }
        line.addAll(List.of("--rounds", String.valueOf(rounds), "--seconds", "0.5"));
        double was = before.path(check.ratio()).asDouble();
        if (!(was > 0)) {
            throw new IOException(file + " has no " + check.ratio() + " of bench " + check.bench()
                    + ": write it again with bench all");
        }
        double now = Benchmarks.run(line, spec.commandLine().getErr())
                .path(check.ratio())
                .asDouble();
        judge((check.bench() + " " + model).strip(), check.ratio(), was, now, now / was);
    }

    private void judge(String bench, String figure, double before, double now, double ratio) {
        slower |= !(ratio >= least);
        new BenchReport("guard")
                .put("of", bench)
                .put("figure", figure)
                .put("before", before, 3)
                .put("now", now, 3)
                .put("ratio", ratio, 3)
                .put("verdict", ratio >= least ? "ok" : "slower than " + least + " of before")
                .print(spec);
    }
}
