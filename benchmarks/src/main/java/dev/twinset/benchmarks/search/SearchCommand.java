package dev.twinset.benchmarks.search;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.benchmarks.UnitVectors;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.search.Query;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench search}: the worker's exact search, beside a plain product and the machine's peak. */
@Command(
        name = "search",
        description =
                "Exact top 5 of a batch of queries: the worker's search, and a plain OpenBLAS product with a top 5"
                        + " over it, interleaved; and how much of the machine's measured product peak that is.",
        mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--items", defaultValue = "44000", description = "Items searched; default ${DEFAULT-VALUE}.")
    private int items;

    @Option(names = "--dimension", defaultValue = "128", description = "Feature length; default ${DEFAULT-VALUE}.")
    private int dimension;

    @Option(names = "--batch", defaultValue = "64", description = "Queries at once; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--rounds", defaultValue = "7", description = "Rounds of both; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "1", description = "Length of a turn; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Override
    public Integer call() throws IOException {
        Random random = new Random(1);
        float[][] vectors = new float[items][];
        for (int item = 0; item < items; item++) {
            vectors[item] = UnitVectors.random(random, dimension);
        }
        List<Query> queries = new ArrayList<>();
        for (int query = 0; query < batch; query++) {
            queries.add(new Query(UnitVectors.random(random, dimension), Optional.empty()));
        }
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                FeatureIndex index = new LocalFeatureIndexOpener(
                                directory.path(),
                                "bench",
                                dimension,
                                new LogIdentity("bench", "bench"),
                                Clock.systemUTC())
                        .open();
                PlainSearch plain = new PlainSearch(vectors, queries)) {
            fill(index, vectors);
            Runnable ours = () -> index.search(List.of(), queries);
            Interleaved.Result result = Interleaved.run(
                    () -> Interleaved.rate(ours, seconds), () -> Interleaved.rate(plain::search, seconds), rounds);
            double peak = PlainSearch.peakGigaflops(seconds);
            double gigaflops = result.firstPerSecond() * 2 * items * (double) dimension * batch / 1e9;
            new BenchReport("search")
                    .put("items", items)
                    .put("dimension", dimension)
                    .put("batch", batch)
                    .put("threads", 1)
                    .put("millisPerQuery", 1000 / result.firstPerSecond() / batch, 4)
                    .put("plainProductMillisPerQuery", 1000 / result.secondPerSecond() / batch, 4)
                    .put("ratioToPlainProduct", result.ratio(), 3)
                    .put("gigaflops", gigaflops, 1)
                    .put("peakGigaflops", peak, 1)
                    .put("shareOfPeak", gigaflops / peak, 3)
                    .print(spec);
        }
        return 0;
    }

    private static void fill(FeatureIndex index, float[][] vectors) throws IOException {
        List<FeatureChange> changes = new ArrayList<>();
        for (int item = 0; item < vectors.length; item++) {
            changes.add(new FeatureChange("item-" + item, Optional.of(vectors[item])));
        }
        index.apply(changes, Map.of(0, (long) vectors.length));
    }
}
