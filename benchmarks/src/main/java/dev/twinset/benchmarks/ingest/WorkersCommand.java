package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.FeatureSample;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.broker.LocalKafka;
import dev.twinset.console.process.WorkerProcess;
import dev.twinset.trainer.command.ModelOption;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench workers}: real worker processes, as they are started by the launcher. */
@Command(
        name = "workers",
        description = "Worker processes on a broker of their own: how long one takes to start, what it answers from a"
                + " backlog, its memory, and the time from upload to answer at half of that load; then one"
                + " worker on one core beside two workers on two.",
        mixinStandardHelpOptions = true)
public final class WorkersCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--items", defaultValue = "4000", description = "Images of a turn; default ${DEFAULT-VALUE}.")
    private int items;

    @Option(
            names = "--catalog",
            paramLabel = "DIR",
            description = "Take the images from this catalogue; default: drawn ones.")
    private @Nullable Path catalog;

    @Option(
            names = "--stored",
            defaultValue = "44000",
            paramLabel = "N",
            description = "Features of other items that are in the store before; default ${DEFAULT-VALUE}.")
    private int stored;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "How long uploads arrive at half load; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--load",
            paramLabel = "N",
            description = "Uploads a second then; default: half of what one worker answered a second.")
    private @Nullable Double load;

    @Mixin
    private ModelOption model = new ModelOption();

    @Override
    public Integer call() throws Exception {
        ModelBundle bundle = model.open();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka kafka = LocalKafka.forked(directory.path().resolve("kafka"), 1, 0)) {
            Path file = directory.path().resolve("model.twinset");
            bundle.write(file);
            int most =
                    2 * items; // half for the backlog, half for what arrives later: copies would cost more than others
            List<byte[]> pictures = catalog == null ? Backlog.drawn(most) : Backlog.pictures(catalog, most);
            float[][] features =
                    stored == 0 ? new float[0][] : FeatureSample.drawn(bundle).take(stored, new Random(1));
            Turns turns =
                    new Turns(directory.path(), kafka.bootstrapServers(), file, pictures, features, bundle.modelId());
            BenchReport report = new BenchReport("workers")
                    .put("extractor", bundle.modelId())
                    .put("items", pictures.size() / 2)
                    .put("stored", stored);
            turns.freely(report);
            if (Files.isExecutable(Path.of("/usr/bin/taskset"))
                    && Runtime.getRuntime().availableProcessors() > 1) {
                double one = turns.pinned(1);
                double two = turns.pinned(2);
                report.put("oneOnOneCoreImagesPerSecond", Math.round(one))
                        .put("twoOnTwoCoresImagesPerSecond", Math.round(two))
                        .put("ratioTwoToOne", two / one, 3);
            }
            report.print(spec);
        }
        return 0;
    }

    /** Each on topics of its own. */
    private final class Turns {
        private final Path directory;
        private final String bootstrap;
        private final Path bundle;
        private final List<byte[]> pictures;
        private final List<byte[]> more;
        private final float[][] features;
        private final String modelId;
        private int count;

        Turns(
                Path directory,
                String bootstrap,
                Path bundle,
                List<byte[]> pictures,
                float[][] features,
                String modelId) {
            this.directory = directory;
            this.bootstrap = bootstrap;
            this.bundle = bundle;
            this.pictures = pictures.subList(0, pictures.size() / 2);
            this.more = pictures.subList(pictures.size() / 2, pictures.size());
            this.features = features;
            this.modelId = modelId;
        }

        /** One worker on all cores: start, backlog, memory, half load. */
        void freely(BenchReport report) throws IOException, InterruptedException {
            Backlog backlog = publish();
            try (AnswerTimes answers =
                    new AnswerTimes(bootstrap, backlog.topics().recommendations())) {
                long start = System.nanoTime();
                WorkerProcess worker = fork(backlog, 1, List.of());
                try {
                    worker.awaitReady(LIMIT);
                    report.put("startMillis", (System.nanoTime() - start) / 1_000_000)
                            .put(
                                    "startCpuMillis",
                                    worker.handle()
                                            .info()
                                            .totalCpuDuration()
                                            .orElse(Duration.ZERO)
                                            .toMillis());
                    put(report, "startMegabytes", memory(worker, "VmRSS"));
                    answers.await(pictures.size(), LIMIT);
                    double rate = answers.rateSince(start);
                    report.put("imagesPerSecond", Math.round(rate));
                    put(report, "mostMegabytes", memory(worker, "VmHWM"));
                    double uploads = load == null ? rate / 2 : load;
                    Map<String, Long> uploaded = backlog.upload(more, uploads, seconds);
                    answers.await(pictures.size() + uploaded.size(), LIMIT);
                    double[] millis = answers.millisSince(uploaded);
                    Percentile percentile = new Percentile();
                    report.put("uploadsPerSecond", Math.round(uploads))
                            .put("answerP50Millis", percentile.evaluate(millis, 50), 1)
                            .put("answerP99Millis", percentile.evaluate(millis, 99), 1);
                } finally {
                    stop(List.of(worker));
                }
            }
        }

        /** Images per second of so many workers with one core each; broker and benchmark run where there is room. */
        double pinned(int workers) throws IOException, InterruptedException {
            Backlog backlog = publish();
            List<WorkerProcess> running = new ArrayList<>();
            try (AnswerTimes answers =
                    new AnswerTimes(bootstrap, backlog.topics().recommendations())) {
                long start = System.nanoTime();
                for (int worker = 0; worker < workers; worker++) {
                    running.add(fork(backlog, worker, List.of("taskset", "-c", String.valueOf(worker))));
                }
                for (WorkerProcess worker : running) {
                    worker.awaitReady(LIMIT);
                }
                answers.await(pictures.size(), LIMIT);
                return answers.rateSince(start);
            } finally {
                stop(running);
            }
        }

        private Backlog publish() throws IOException, InterruptedException {
            return Backlog.publish(bootstrap, "workers" + ++count, pictures, modelId, features);
        }

        private WorkerProcess fork(Backlog backlog, int number, List<String> prefix) throws IOException {
            String id = "bench-" + number;
            Path own =
                    Files.createDirectories(directory.resolve(backlog.topics().images() + "-" + id));
            List<String> settings = List.of(
                    "kafka.bootstrap.servers=" + bootstrap,
                    "worker.id=" + id,
                    "data.dir=" + own.resolve("data"),
                    "http.port=0",
                    "model=" + bundle,
                    "group.prefix=" + backlog.topics().images(),
                    "extract.threads="
                            + (prefix.isEmpty() ? Runtime.getRuntime().availableProcessors() : 1),
                    "topics.images=" + backlog.topics().images(),
                    "topics.queries=" + backlog.topics().queries(),
                    "topics.attributes=" + backlog.topics().attributes(),
                    "topics.models=" + backlog.topics().models(),
                    "topics.features.prefix=" + backlog.topics().featuresPrefix(),
                    "topics.recommendations=" + backlog.topics().recommendations(),
                    "topics.rejected=" + backlog.topics().rejected());
            List<String> program = new ArrayList<>(prefix);
            program.addAll(WorkerProcess.program());
            return WorkerProcess.fork(id, own.resolve("worker.log"), program, settings);
        }

        private static void stop(List<WorkerProcess> workers) {
            workers.forEach(WorkerProcess::stop);
            workers.forEach(worker -> worker.awaitStop(Duration.ofSeconds(30)));
        }
    }

    private static void put(BenchReport report, String name, OptionalLong value) {
        value.ifPresent(known -> report.put(name, known));
    }

    /** Megabytes by the kernel's own count; empty where there is none to read. */
    private static OptionalLong memory(WorkerProcess worker, String line) throws IOException {
        Path status = Path.of("/proc/" + worker.handle().pid() + "/status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(each -> each.startsWith(line + ":"))
                .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) / 1024)
                .findFirst();
    }
}
