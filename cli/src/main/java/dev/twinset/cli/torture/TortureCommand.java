package dev.twinset.cli.torture;

import dev.twinset.console.CommandOutput;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset torture}: whether the promises hold while everything fails. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = "Break brokers and workers on purpose, and check that no promise breaks with them.",
        footer = {
            "",
            "It starts brokers and workers of its own, sends uploads, queries, deletions and what is broken, and injects",
            "the faults one after the other, in an order that follows from the seed. A ledger in a process of its own,",
            "which shares no code with the worker, reads what came back: each event must end exactly once, and each",
            "answer must be the one that a search by brute force gives.",
            "Without --faults every fault is injected as often as --list says.",
            "Exit code 1: a promise was broken, or a worker ended by itself."
        })
public final class TortureCommand implements Callable<Integer> {
    private static final int PARTITIONS = 12;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all choices; it is printed. Default: random.")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "NAME[=TIMES]",
            description = "Only these, with commas between; none for no fault. --list names them.")
    private @Nullable List<String> faults;

    @Option(names = "--list", description = "Print the faults, and exit.")
    private boolean list;

    @Option(
            names = "--uploads",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Events to send at least. Default: ${DEFAULT-VALUE}.")
    private int uploads;

    @Option(
            names = "--rate",
            defaultValue = "10",
            paramLabel = "N",
            description = "Events per second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--workers",
            defaultValue = "3",
            paramLabel = "N",
            description = "Worker processes, 1..12. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Keep everything in this directory. Default: a temporary one.")
    private @Nullable Path directory;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            output.print(TortureCommand::listed, TortureCommand::listedJson);
            return 0;
        }
        Map<TortureFault, Integer> wanted = wanted();
        demand(uploads >= 1, "--uploads is " + uploads + ", expected 1 or more");
        demand(rate > 0 && rate <= 10_000, "--rate is " + rate + ", expected more than 0, at most 10000");
        demand(workers >= 1 && workers <= PARTITIONS, "--workers is " + workers + ", expected 1.." + PARTITIONS);
        long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        Path own = directory == null ? Files.createTempDirectory("twinset-torture-") : directory.toAbsolutePath();
        say("seed " + chosen + ", everything is in " + own);
        TortureReport report = run(chosen, wanted, own);
        output.print(report::text, report::json);
        return report.kept() ? 0 : 1;
    }

    private TortureReport run(long chosen, Map<TortureFault, Integer> wanted, Path own)
            throws IOException, InterruptedException {
        Random random = new Random(chosen);
        int brokers = 3;
        say("starting " + brokers + " brokers and " + workers + " workers...");
        ModelBundle model = ModelBundle.standard();
        try (Cluster cluster = Cluster.start(own, brokers, model.modelId())) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "torture-stop"));
            TopicCreator.create(
                    Map.of("bootstrap.servers", cluster.bootstrap()), Topics.DEFAULT, PARTITIONS, (short) brokers);
            cluster.startWorkers(workers);
            try (LedgerProcess ledger = LedgerProcess.start(
                            cluster.bootstrap(),
                            model.modelId(),
                            model.manifest().dimension(),
                            cluster.group(),
                            own.resolve("ledger.log"));
                    Load load = new Load(
                            cluster.bootstrap(),
                            Math.max(10, uploads / 5),
                            rate,
                            chosen,
                            own.resolve("catalog"),
                            ledger::sent)) {
                Injector injector = new Injector(cluster, brokers, load, random);
                return new TortureRun(cluster, load, ledger, injector, random, this::say).run(chosen, wanted, uploads);
            }
        }
    }

    private Map<TortureFault, Integer> wanted() {
        Map<TortureFault, Integer> wanted = new EnumMap<>(TortureFault.class);
        if (faults == null) {
            Arrays.stream(TortureFault.values()).forEach(fault -> wanted.put(fault, fault.times()));
            return wanted;
        }
        for (String one : faults) {
            if (one.equals("none")) {
                continue;
            }
            String[] parts = one.split("=", 2);
            Optional<TortureFault> fault = TortureFault.of(parts[0]);
            demand(fault.isPresent(), "--faults: there is no fault '" + parts[0] + "'; --list names them");
            demand(
                    parts.length == 1 || parts[1].matches("[1-9][0-9]{0,3}"),
                    "--faults: '" + one + "' is not NAME or NAME=TIMES with 1 to 9999 times");
            wanted.put(fault.orElseThrow(), parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
        }
        return wanted;
    }

    private void demand(boolean met, String otherwise) {
        if (!met) {
            throw output.usageError(otherwise);
        }
    }

    private void say(String line) {
        output.err().println(line);
        output.err().flush();
    }

    private static String listed() {
        return Arrays.stream(TortureFault.values())
                .map(fault -> String.format("%-18s %3d  %s", fault.title(), fault.times(), fault.description()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String listedJson() {
        return Arrays.stream(TortureFault.values())
                .map(fault -> "{\"name\":\"" + fault.title() + "\",\"times\":" + fault.times() + ",\"description\":\""
                        + fault.description() + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
