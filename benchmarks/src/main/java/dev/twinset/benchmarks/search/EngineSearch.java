package dev.twinset.benchmarks.search;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.FeatureSample;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.console.Progress;
import dev.twinset.engine.LocalOpenSearch;
import dev.twinset.worker.app.ConfigOptions;
import dev.twinset.worker.engine.EngineDocument;
import dev.twinset.worker.engine.EngineFeatureIndex;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.OpenSearchEngine;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * The search through a real OpenSearch beside the local one, over the same items, with the worker's own classes and its
 * default settings: what it finds, how long it takes, and what the nodes cost.
 */
final class EngineSearch implements AutoCloseable {
    private static final int CHUNK = 1_000;
    /** Settings of {@code engine.candidates} that are tried beside the default. */
    private static final List<String> CANDIDATES = List.of("20", "50", "100", "200", "400");

    private static final int LAGS = 20;
    private static final int EXACT_QUERIES = 100;

    private final TemporaryDirectory directory = TemporaryDirectory.create();
    private final LocalOpenSearch server;
    private final int nodes;
    private final EngineSettings settings;
    private final OpenSearchEngine engine;
    private final float[][] items;

    /** @param items a feature each; their ids are {@code item-0} and so on */
    EngineSearch(int nodes, float[][] items) throws IOException, InterruptedException {
        this.nodes = nodes;
        this.items = items;
        server = LocalOpenSearch.start(directory.path().resolve("engine"), nodes, 0);
        settings = settings(Map.of());
        engine = new OpenSearchEngine(settings, "bench", "bench", items[0].length);
    }

    /** The worker's own, but for a timeout that no machine is too slow for. */
    private EngineSettings settings(Map<String, String> others) throws IOException {
        return new ConfigOptions()
                .read(Map.of())
                .with(Map.of(
                        "search.engine",
                        "opensearch",
                        "engine.addresses",
                        String.join(",", server.addresses()),
                        "engine.replicas",
                        String.valueOf(Math.min(1, nodes - 1)),
                        "engine.timeout.ms",
                        "60000"))
                .with(others)
                .engine()
                .orElseThrow();
    }

    /** Writes all items as an indexer does, one bulk after the other and a refresh a second. */
    void fill(BenchReport report, Progress progress) {
        engine.prepare();
        long start = System.nanoTime();
        Duration cpu = cpu();
        long refreshed = start;
        for (int from = 0; from < items.length; from += CHUNK) {
            int to = Math.min(items.length, from + CHUNK);
            engine.write(IntStream.range(from, to)
                    .mapToObj(item -> document(item, items[item]))
                    .toList());
            progress.to(to);
            if (System.nanoTime() - refreshed > settings.refresh().toNanos()) {
                engine.refresh();
                refreshed = System.nanoTime();
            }
        }
        engine.refresh();
        double seconds = (System.nanoTime() - start) / 1e9;
        report.put("engineNodes", nodes)
                .put("engineDocumentsPerSecond", items.length / seconds, 0)
                .put("engineCpuMillisPerDocument", cpu().minus(cpu).toMillis() / (double) items.length, 3);
    }

    private static EngineDocument document(int item, float[] vector) {
        return new EngineDocument("item-" + item, 0, item, Optional.of(new Item(vector, Map.of())));
    }

    /** @param local holds the same items */
    void measure(FeatureIndex local, List<Query> queries, int batch, int rounds, double seconds, BenchReport report)
            throws IOException {
        try (FeatureIndex approximate = index(settings);
                FeatureIndex exact = index(settings(Map.of("engine.exact", "true")))) {
            compare("", approximate, local, queries, batch, report);
            compare("Exact", exact, local, queries.subList(0, Math.min(EXACT_QUERIES, queries.size())), batch, report);
            for (String candidates : CANDIDATES) {
                try (FeatureIndex index = index(settings(Map.of("engine.candidates", candidates)))) {
                    compare(candidates + "Candidates", index, local, queries, batch, report);
                    Latency latency = new Latency(batch);
                    latency.turn(index, local, queries, seconds, true);
                    latency.put("engine" + candidates + "CandidatesBatch", report);
                }
            }
            Latency single = new Latency(1);
            Latency together = new Latency(batch);
            for (int round = 0; round <= rounds; round++) {
                single.turn(approximate, local, queries, seconds, round > 0); // the first turn warms up
                together.turn(approximate, local, queries, seconds, round > 0);
            }
            single.report("Single", report);
            together.report("Batch", report);
        }
    }

    /** Time from the write of a document to the moment when searches find it; the refresh is the engine's own part. */
    void lag(RandomGenerator random, FeatureSample sample, BenchReport report) {
        double[] millis = new double[LAGS];
        for (int i = 0; i < LAGS; i++) {
            EngineDocument document = document(items.length + i, sample.next(random));
            long start = System.nanoTime();
            engine.write(List.of(document));
            engine.refresh();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        report.put("engineWriteAndRefreshMillis", new Percentile().evaluate(millis, 50), 1);
    }

    void cost(BenchReport report) throws IOException {
        long resident = 0;
        for (int node = 1; node <= nodes; node++) {
            resident += residentKib(server.process(node).pid());
        }
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += file.toString().contains("/indices/") ? Files.size(file) : 0;
            }
        }
        report.put("engineResidentMiB", resident >> 10).put("engineBytesPerDocument", bytes / items.length);
    }

    /** Of a process of Linux; 0 elsewhere. */
    private static long residentKib(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private Duration cpu() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(node -> server.process(node).info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private EngineFeatureIndex index(EngineSettings how) {
        return new EngineFeatureIndex(
                new OpenSearchEngine(how, "bench", "bench", items[0].length),
                how,
                "bench",
                items[0].length,
                Map.of(0, (long) items.length),
                new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC()));
    }

    private void compare(
            String mode, FeatureIndex index, FeatureIndex local, List<Query> queries, int batch, BenchReport report) {
        long expected = 0;
        long found = 0;
        long wrong = 0;
        for (int from = 0; from < queries.size(); from += batch) {
            List<Query> some = queries.subList(from, Math.min(queries.size(), from + batch));
            List<Found> truth = local.search(List.of(), some).answers();
            List<Found> answers = index.search(List.of(), some).answers();
            for (int query = 0; query < some.size(); query++) {
                List<FoundItem> best = truth.get(query).items();
                float last = best.get(best.size() - 1).score();
                expected += best.size();
                for (FoundItem item : answers.get(query).items()) {
                    found += item.score() >= last ? 1 : 0;
                    float[] vector = items[Integer.parseInt(item.itemId().substring("item-".length()))];
                    wrong += Float.floatToIntBits(item.score())
                                    == Float.floatToIntBits(
                                            Cosine.score(some.get(query).vector(), vector))
                            ? 0
                            : 1;
                }
            }
        }
        report.put("engine" + mode + "Recall", (double) found / expected, 5)
                .put("engine" + mode + "WrongScores", wrong);
    }

    /** Milliseconds a query, of both, by turns. */
    private static final class Latency {
        private final int batch;
        private final List<Double> engine = new ArrayList<>();
        private final List<Double> local = new ArrayList<>();
        private int next;

        Latency(int batch) {
            this.batch = batch;
        }

        void turn(FeatureIndex ofEngine, FeatureIndex ofLocal, List<Query> queries, double seconds, boolean counts) {
            time(ofEngine, queries, seconds, counts ? engine : new ArrayList<>());
            time(ofLocal, queries, seconds, counts ? local : new ArrayList<>());
        }

        private void time(FeatureIndex index, List<Query> queries, double seconds, List<Double> millis) {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            do {
                List<Query> asked = IntStream.range(0, batch)
                        .mapToObj(i -> queries.get(next++ % queries.size()))
                        .toList();
                long start = System.nanoTime();
                index.search(List.of(), asked);
                millis.add((System.nanoTime() - start) / 1e6 / batch);
            } while (System.nanoTime() < end);
        }

        void put(String name, BenchReport report) {
            put(name, engine, report);
        }

        void report(String how, BenchReport report) {
            put("engine" + how, engine, report);
            put("local" + how, local, report);
        }

        private static void put(String whose, List<Double> millis, BenchReport report) {
            Percentile percentile = new Percentile();
            percentile.setData(millis.stream().mapToDouble(Double::doubleValue).toArray());
            report.put(whose + "MillisPerQueryP50", percentile.evaluate(50), 3)
                    .put(whose + "MillisPerQueryP99", percentile.evaluate(99), 3);
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        server.close();
        directory.close();
    }
}
