package dev.twinset.cli.demo;

import dev.twinset.broker.LocalKafka;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.CommandOutput;
import dev.twinset.console.LimitOption;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset demo}: the whole system on this machine, from nothing. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Watch recommendations arrive, with a Kafka, workers and a drawn catalogue of its own.",
        footer = {
            "",
            "Each line of output is one item, then the five items that look most like it with their cosine"
                    + " similarity.",
            "A web page, whose address is printed first, shows the same as pictures. When the whole"
                    + " catalogue is answered,",
            "one item per second is uploaded again until Ctrl-C, so that the page stays alive.",
            "At the end it checks that every upload got exactly one answer, and exits with 1 otherwise.",
            "With --engine opensearch it compares the answers with a search by brute force, too: each score must be"
                    + " exact,",
            "and of the items that should be named .95 must be."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int PARTITIONS = 12;
    private static final int MAX_WORKERS = PARTITIONS;

    /** Of the items, so many are uploaded while the first worker starts: one small batch, and so answered soon. */
    private static final int FIRST = 16;

    private static final int DRAWN_AT_ONCE = 100;

    @Option(names = "--catalog", paramLabel = "DIR", description = "Publish this catalogue instead of a drawn one.")
    private @Nullable Path catalog;

    @Option(
            names = "--items",
            defaultValue = "600",
            paramLabel = "N",
            description = "Items to draw when no catalogue is given. Default: ${DEFAULT-VALUE}.")
    private int items;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the drawing. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private LimitOption limit = new LimitOption();

    @Option(
            names = "--workers",
            defaultValue = "2",
            paramLabel = "N",
            description = "Worker processes, 1..12. Default: ${DEFAULT-VALUE}.")
    private int workers;

    /** Where the workers search. */
    private enum Engine {
        LOCAL,
        OPENSEARCH
    }

    @Option(
            names = "--engine",
            defaultValue = "local",
            paramLabel = "ENGINE",
            description = "What searches: local, each worker by itself, or opensearch, an OpenSearch of the demo's own,"
                    + " which takes another 1 GB of memory. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Engine engine;

    @Option(
            names = "--kill-worker-at",
            paramLabel = "PERCENT",
            description = "Kill one worker (SIGKILL) when this percentage is answered, and start it again.")
    private @Nullable Integer killAt;

    @Option(
            names = "--exit-when-done",
            description = "Exit after the summary. Without it, Kafka and the workers keep running.")
    private boolean exitWhenDone;

    @Option(
            names = "--gallery",
            negatable = true,
            description = "Serve the web page. Default: yes, unless --exit-when-done is given.")
    private Optional<Boolean> gallery = Optional.empty();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(names = "--dir", paramLabel = "DIR", description = "Keep everything in this new or empty directory.")
    private @Nullable Path directory;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        try (DemoEnvironment environment = DemoEnvironment.open(Optional.ofNullable(directory))) {
            Runtime.getRuntime().addShutdownHook(new Thread(environment::close, "demo-stop"));
            DemoOutput screen = screen();
            // what is wrong with it is said before anything starts
            Optional<Catalog> given = catalog == null ? Optional.empty() : Optional.of(read(catalog));
            try {
                return play(environment, given, screen);
            } catch (IOException | RuntimeException e) {
                leaveLogs(environment, screen);
                throw e;
            }
        }
    }

    private void check() {
        demand(items >= 1, "--items is " + items + ", expected 1 or more");
        demand(workers >= 1 && workers <= MAX_WORKERS, "--workers is " + workers + ", expected 1.." + MAX_WORKERS);
        limit.items();
        demand(killAt == null || (killAt >= 0 && killAt < 100), "--kill-worker-at is " + killAt + ", expected 0..99");
    }

    private void demand(boolean met, String otherwise) {
        if (!met) {
            throw output.usageError(otherwise);
        }
    }

    private int play(DemoEnvironment environment, Optional<Catalog> given, DemoOutput screen)
            throws IOException, InterruptedException {
        WorkerFleet fleet = startAll(environment, screen);
        Catalog published = given.isPresent() ? given.get() : startDrawing(environment, screen);
        LocalKafka.Forked kafka = environment.awaitKafka();
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        TopicCreator.create(client, Topics.DEFAULT, PARTITIONS, (short) 1);
        screen.step("Kafka serves at " + kafka.bootstrapServers());
        if (engine == Engine.OPENSEARCH) {
            screen.step("OpenSearch serves at " + environment.awaitEngine());
        }
        fleet.connectFirst();
        boolean page = gallery.orElse(!exitWhenDone);
        if (page) {
            screen.step("the gallery is at "
                    + environment.gallery(client, published).address());
        }

        DemoSummary summary;
        List<Callable<Catalog>> parts = parts(published, given.isEmpty(), fleet);
        try (DemoTraffic traffic = new KafkaTraffic(client, parts, Clock.systemUTC())) {
            screen.step("publishing " + published.items().size() + " items of " + published.directory());
            summary = new DemoRun(
                            traffic,
                            kafka::failure,
                            fleet,
                            screen,
                            killAt == null ? OptionalInt.empty() : OptionalInt.of(killAt))
                    .run(published);
        }
        tell(summary, screen);
        if (!summary.kept()) {
            leaveLogs(environment, screen);
            return 1;
        }
        if (page && !exitWhenDone) {
            environment.repeatUploads(client, published);
        }
        return exitWhenDone ? 0 : stay(kafka, published, screen);
    }

    /** Each loads its classes at the same time as the others. */
    private WorkerFleet startAll(DemoEnvironment environment, DemoOutput screen)
            throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>();
        screen.step("starting Kafka" + (engine == Engine.OPENSEARCH ? ", OpenSearch" : "") + " and "
                + (workers == 1 ? "a worker..." : "the first of " + workers + " workers..."));
        settings.add("kafka.bootstrap.servers=" + environment.startKafka());
        if (engine == Engine.OPENSEARCH) {
            settings.addAll(List.of(
                    "search.engine=opensearch", "engine.addresses=" + environment.startEngine(), "engine.replicas=0"));
        }
        WorkerFleet fleet = environment.workers(settings);
        fleet.startFirst(workers);
        return fleet;
    }

    private static void leaveLogs(DemoEnvironment environment, DemoOutput screen) {
        environment.keep();
        screen.step("the logs are in " + environment.directory());
    }

    private DemoOutput screen() {
        boolean live = Boolean.getBoolean("twinset.stderr.terminal");
        return new DemoOutput(output.out(), output.err(), !output.json(), live, System::nanoTime);
    }

    /** Draws the first items only: the others would delay the start of Kafka and of the first worker. */
    private Catalog startDrawing(DemoEnvironment environment, DemoOutput screen) throws IOException {
        Path directory = environment.directory().resolve("catalog");
        screen.step("drawing " + items + " items...");
        SampleCatalog.writeTable(items, seed, directory);
        SampleCatalog.drawPictures(0, Math.min(FIRST, items), seed, directory);
        return read(directory);
    }

    private List<Callable<Catalog>> parts(Catalog published, boolean drawn, WorkerFleet fleet) {
        List<Callable<Catalog>> parts = new ArrayList<>();
        List<CatalogItem> all = published.items();
        int first = Math.min(FIRST, all.size());
        parts.add(() -> published.with(all.subList(0, first)));
        int step = drawn ? DRAWN_AT_ONCE : all.size();
        for (int next = first; next < all.size(); next += step) {
            int from = next;
            int to = Math.min(from + step, all.size());
            parts.add(() -> {
                fleet.awaitReady(1); // which drawing would delay
                if (drawn) {
                    SampleCatalog.drawPictures(from, to, seed, published.directory());
                }
                return published.with(all.subList(from, to));
            });
        }
        return parts;
    }

    private Catalog read(Path source) throws IOException {
        Catalog all = Catalog.read(source);
        if (all.items().isEmpty()) {
            throw new IOException("the catalogue " + source + " holds no item");
        }
        return all.with(limit.first(all.items()));
    }

    private void tell(DemoSummary summary, DemoOutput screen) {
        if (output.json()) {
            screen.say(summary.json());
        } else {
            screen.say("");
            summary.lines().forEach(screen::say);
        }
    }

    /** Until Ctrl-C, or until Kafka ends. */
    private static int stay(LocalKafka.Forked kafka, Catalog published, DemoOutput screen)
            throws IOException, InterruptedException {
        String bootstrap = " --bootstrap " + kafka.bootstrapServers();
        List.of(
                        "",
                        "Kafka stays up at " + kafka.bootstrapServers() + " and the workers too. In another window:",
                        "  ./twinset query " + published.items().get(0).image() + bootstrap,
                        "  ./twinset publish FOLDER" + bootstrap,
                        "  ./twinset watch" + bootstrap,
                        "Ctrl-C ends it.")
                .forEach(screen::step);
        throw new IOException(kafka.supervise(screen::step));
    }
}
