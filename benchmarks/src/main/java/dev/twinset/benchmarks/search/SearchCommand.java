package dev.twinset.benchmarks.search;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.FeatureSample;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.benchmarks.PythonPeer;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.benchmarks.UnitVectors;
import dev.twinset.console.Progress;
import dev.twinset.console.Terminal;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.search.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset bench search}: the worker's exact search, beside a plain product and the machine's peak. */
@Command(
        name = "search",
        description =
                "Exact top 5 of a batch of queries: the worker's search, and a plain OpenBLAS product with a top 5"
                        + " over it, interleaved; over features of pictures, and beside them over random vectors, of"
                        + " which none can be ruled out early; and how much of the machine's measured product peak"
                        + " the latter is.",
        mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {
    private static final int ENGINE_QUERIES = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--items", defaultValue = "44000", description = "Items searched; default ${DEFAULT-VALUE}.")
    private int items;

    @Option(
            names = "--features",
            paramLabel = "FILE.npy",
            description = "Features of pictures, float32, a row each, as embed writes them; default: those of pictures"
                    + " drawn for it by the built-in model.")
    private @Nullable Path features;

    @Option(names = "--dimension", description = "Random vectors of this length, and no features of pictures.")
    private int dimension;

    @Option(
            names = "--peers",
            description = "Also search with the FAISS of python3, IndexFlatIP at the better of its two settings.")
    private boolean peers;

    @Option(names = "--batch", defaultValue = "64", description = "Queries at once; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--rounds", defaultValue = "7", description = "Rounds of both; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1", description = "Length of a turn; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--filter",
            split = ",",
            paramLabel = "PERCENT",
            description =
                    "Also search with a filter that so many percent of the items satisfy, beside the search without"
                            + " one; several are separated by commas.")
    private List<Integer> filters = List.of();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "local, or opensearch: what a search through a local OpenSearch finds and costs, beside the local"
                            + " search. Filling it takes about half a millisecond an item. Default: ${DEFAULT-VALUE}.")
    private String engine = "local";

    @Option(names = "--nodes", defaultValue = "1", description = "Of OpenSearch; default ${DEFAULT-VALUE}.")
    private int nodes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!engine.equals("local") && !engine.equals("opensearch")) {
            throw new ParameterException(
                    spec.commandLine(), "--engine is '" + engine + "', expected local or opensearch");
        }
        FeatureSample sample = sample();
        if (sample == null && engine.equals("opensearch")) {
            throw new ParameterException(
                    spec.commandLine(), "--engine opensearch searches features of pictures: leave --dimension out");
        }
        int length = sample == null ? dimension : sample.dimension();
        BenchReport report = new BenchReport("search")
                .put("items", items)
                .put("dimension", length)
                .put("batch", batch)
                .put("threads", 1)
                .put(
                        "features",
                        sample == null
                                ? "random"
                                : features == null ? "drawn" : String.valueOf(features.getFileName()));
        if (sample != null) {
            if (engine.equals("opensearch")) {
                throughEngine(sample, report);
                return 0;
            }
            Random random = new Random(1);
            measure("", sample.take(items, random), queries(() -> sample.next(random)), report);
        }
        Random random = new Random(1);
        float[][] vectors = new float[items][];
        for (int item = 0; item < items; item++) {
            vectors[item] = UnitVectors.random(random, length);
        }
        double millis = measure(
                sample == null ? "" : "random", vectors, queries(() -> UnitVectors.random(random, length)), report);
        double gigaflops = 2.0 * items * length / millis / 1e6;
        double peak = PlainSearch.peakGigaflops(seconds);
        report.put("gigaflops", gigaflops, 1)
                .put("peakGigaflops", peak, 1)
                .put("shareOfPeak", gigaflops / peak, 3)
                .print(spec);
        return 0;
    }

    private @Nullable FeatureSample sample() throws IOException {
        if (features != null) {
            return FeatureSample.read(features);
        }
        return dimension > 0 ? null : FeatureSample.drawn(ModelBundle.standard());
    }

    private List<Query> queries(Supplier<float[]> vectors) {
        return Stream.generate(vectors)
                .limit(batch)
                .map(vector -> new Query(vector, Optional.empty()))
                .toList();
    }

    /**
     * Figures with names that start with {@code kind}.
     *
     * @return milliseconds a query
     */
    private double measure(String kind, float[][] vectors, List<Query> queries, BenchReport report) throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                FeatureIndex index = open(directory.path().resolve("index"), vectors[0].length);
                PlainSearch plain = new PlainSearch(vectors, queries)) {
            fill(index, vectors, new Random(1));
            Runnable ours = () -> index.search(List.of(), queries);
            Interleaved.Result result = Interleaved.run(
                    () -> Interleaved.rate(ours, seconds), () -> Interleaved.rate(plain::search, seconds), rounds);
            double millis = 1000 / result.firstPerSecond() / batch;
            report.put(name(kind, "millisPerQuery"), millis, 4)
                    .put(name(kind, "plainProductMillisPerQuery"), 1000 / result.secondPerSecond() / batch, 4)
                    .put(name(kind, "ratioToPlainProduct"), result.ratio(), 3);
            if (peers) {
                besideFaiss(kind, directory.path(), vectors, queries, ours, report);
            }
            for (int percent : filters) {
                filtered(kind, percent, index, queries, report);
            }
            return millis;
        }
    }

    private void throughEngine(FeatureSample sample, BenchReport report) throws IOException, InterruptedException {
        Random random = new Random(1);
        float[][] vectors = sample.take(items, random);
        List<Query> queries = Stream.generate(() -> new Query(sample.next(random), Optional.empty()))
                .limit(ENGINE_QUERIES)
                .toList();
        report.put("engine", engine);
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                FeatureIndex index = open(directory.path(), sample.dimension());
                EngineSearch search = new EngineSearch(nodes, vectors)) {
            fill(index, vectors, random);
            search.fill(
                    report,
                    Progress.choose(
                            new Progress.Task("filling", "filled", "items"),
                            items,
                            Terminal.isInteractive(),
                            spec.commandLine().getErr()));
            search.measure(index, queries, batch, rounds, seconds, report);
            search.lag(random, sample, report);
            search.cost(report);
        }
        report.print(spec);
    }

    private static FeatureIndex open(Path directory, int dimension) throws IOException {
        return new LocalFeatureIndexOpener(
                        directory, "bench", dimension, new LogIdentity("bench", "bench"), Clock.systemUTC())
                .open();
    }

    private void besideFaiss(
            String kind, Path directory, float[][] vectors, List<Query> queries, Runnable ours, BenchReport report)
            throws IOException {
        Optional<PythonPeer> started = FaissPeer.start(Path.of("python3"), directory, vectors, queries);
        if (started.isEmpty()) {
            spec.commandLine().getErr().println("no FAISS beside it: python3 cannot import faiss and numpy");
            return;
        }
        try (PythonPeer faiss = started.get()) {
            Interleaved.Result result =
                    Interleaved.run(() -> Interleaved.rate(ours, seconds), () -> faiss.rate(seconds), rounds);
            report.put("faiss", faiss.version())
                    .put(name(kind, "faissMillisPerQuery"), 1000 / result.secondPerSecond() / batch, 4)
                    .put(name(kind, "ratioToFaiss"), result.ratio(), 3);
        }
    }

    private static String name(String kind, String name) {
        return kind.isEmpty() ? name : kind + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private void filtered(String kind, int percent, FeatureIndex index, List<Query> queries, BenchReport report) {
        ItemFilter filter = ItemFilter.parse(name(percent) + "=yes");
        AnswerOptions options =
                new AnswerOptions(PlainSearch.K, OptionalDouble.empty(), filter, false, Optional.empty(), 1, 0, false);
        List<Query> filtered = queries.stream()
                .map(query -> new Query(query.vector(), query.itself(), options))
                .toList();
        Interleaved.Result result = Interleaved.run(
                () -> Interleaved.rate(() -> index.search(List.of(), filtered), seconds),
                () -> Interleaved.rate(() -> index.search(List.of(), queries), seconds),
                rounds);
        report.put(name(kind, "filter" + percent + "MillisPerQuery"), 1000 / result.firstPerSecond() / batch, 4)
                .put(name(kind, "filter" + percent + "TimeToUnfiltered"), 1 / result.ratio(), 3);
    }

    private void fill(FeatureIndex index, float[][] vectors, Random random) throws IOException {
        List<FeatureChange> changes = new ArrayList<>();
        for (int item = 0; item < vectors.length; item++) {
            changes.add(new FeatureChange("item-" + item, Optional.of(vectors[item]), attributes(item, random)));
        }
        index.apply(changes, Map.of(0, (long) vectors.length));
    }

    /** Those that the filters ask for, among others as a catalogue has them; none without a filter. */
    private Map<String, String> attributes(int item, Random random) {
        Map<String, String> attributes = new HashMap<>();
        for (int percent : filters) {
            attributes.put(name(percent), random.nextInt(100) < percent ? "yes" : "no");
        }
        if (!filters.isEmpty()) {
            attributes.put("title", "Item " + item);
            attributes.put("kind", "kind" + item % 140);
            attributes.put("colour", "colour" + item % 46);
            attributes.put("season", "season" + item % 4);
            attributes.put("year", "year" + item % 12);
        }
        return attributes;
    }

    private static String name(int percent) {
        return "percent" + percent;
    }
}
