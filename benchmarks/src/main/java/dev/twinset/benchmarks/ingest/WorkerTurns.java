package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.broker.LocalKafka;
import dev.twinset.console.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Measurements of worker processes, each on topics of its own. */
final class WorkerTurns {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Uploads a second: faster than any worker. */
    private static final double AT_ONCE = 1e6;

    private final Path directory;
    private final LocalKafka.Forked kafka;
    private final Path bundle;
    private final List<byte[]> pictures;
    private final List<byte[]> more;
    private final float[][] features;
    private final String modelId;
    private int count;

    /** @param pictures half of them for the backlog, half for later: copies would cost more than others */
    WorkerTurns(
            Path directory,
            LocalKafka.Forked kafka,
            Path bundle,
            List<byte[]> pictures,
            float[][] features,
            String modelId) {
        this.directory = directory;
        this.kafka = kafka;
        this.bundle = bundle;
        this.pictures = pictures.subList(0, pictures.size() / 2);
        this.more = pictures.subList(pictures.size() / 2, pictures.size());
        this.features = features;
        this.modelId = modelId;
    }

    /**
     * One worker on all cores: start, backlog, memory, then uploads at a steady rate.
     *
     * @param load uploads a second; empty for half of what it answered of the backlog
     */
    void freely(BenchReport report, OptionalDouble load, double seconds) throws IOException, InterruptedException {
        Backlog backlog = publish();
        try (AnswerTimes answers = new AnswerTimes(kafka.bootstrapServers(), backlog.topics())) {
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
                double uploads = load.orElse(rate / 2);
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

    /**
     * Compares one worker on one core with two workers on two, by turns. Broker and benchmark run on the cores of the
     * side whose turn it is; the other side is idle.
     */
    void pinned(BenchReport report, int rounds) throws Exception {
        try (Pinned one = new Pinned(1);
                Pinned two = new Pinned(2)) {
            Interleaved.Result result = Interleaved.run(two::imagesPerSecond, one::imagesPerSecond, rounds);
            report.put("oneOnOneCoreImagesPerSecond", Math.round(result.secondPerSecond()))
                    .put("twoOnTwoCoresImagesPerSecond", Math.round(result.firstPerSecond()))
                    .put("ratioTwoToOne", result.ratio(), 3);
        }
    }

    /** Workers that have a core each and topics of their own; they have answered a first backlog. */
    private final class Pinned implements AutoCloseable {
        private final Backlog backlog = publish();
        private final List<WorkerProcess> workers = new ArrayList<>();
        private final AnswerTimes answers = new AnswerTimes(kafka.bootstrapServers(), backlog.topics());
        private long answered = pictures.size();

        Pinned(int count) throws IOException, InterruptedException {
            try {
                for (int worker = 0; worker < count; worker++) {
                    workers.add(fork(backlog, worker, List.of("taskset", "-c", String.valueOf(worker))));
                }
                for (WorkerProcess worker : workers) {
                    worker.awaitReady(LIMIT);
                }
                answers.await(answered, LIMIT);
            } catch (IOException | InterruptedException | RuntimeException e) {
                close();
                throw e;
            }
        }

        double imagesPerSecond() throws IOException, InterruptedException {
            confine(0, workers.size() - 1);
            try {
                long start = System.nanoTime();
                // twice, as only the second half of the answers counts
                answered +=
                        backlog.upload(more, AT_ONCE, 2 * more.size() / AT_ONCE).size();
                answers.await(answered, LIMIT);
                return answers.rateSince(start);
            } finally {
                confine(0, Runtime.getRuntime().availableProcessors() - 1);
            }
        }

        @Override
        public void close() {
            answers.close();
            stop(workers);
        }
    }

    /** Broker and benchmark run on these cores from now on. */
    private void confine(int first, int last) throws IOException, InterruptedException {
        for (ProcessHandle process : List.of(kafka.process(1), ProcessHandle.current())) {
            int status = new ProcessBuilder("taskset", "-a", "-c", "-p", first + "-" + last, "" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException("taskset cannot put process " + process.pid() + " on the cores " + first + " to "
                        + last + ", so the workers cannot be compared");
            }
        }
    }

    private Backlog publish() throws IOException, InterruptedException {
        return Backlog.publish(kafka.bootstrapServers(), "workers" + ++count, pictures, modelId, features);
    }

    private WorkerProcess fork(Backlog backlog, int number, List<String> prefix) throws IOException {
        String id = "bench-" + number;
        Path own = Files.createDirectories(directory.resolve(backlog.topics().images() + "-" + id));
        List<String> settings = List.of(
                "kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                "worker.id=" + id,
                "data.dir=" + own.resolve("data"),
                "http.port=0",
                "model=" + bundle,
                "group.prefix=" + backlog.topics().images(),
                "extract.threads=" + (prefix.isEmpty() ? Runtime.getRuntime().availableProcessors() : 1),
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
