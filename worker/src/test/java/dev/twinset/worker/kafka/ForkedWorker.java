package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.ExtractionListener;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.worker.decode.DecodeGuard;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.reference.ImageReferences;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;

/**
 * A worker in a process of its own whose decoder crashes in native code at an image {@code crash} and never returns at
 * an image {@code hang}.
 */
final class ForkedWorker {
    private ForkedWorker() {}

    /** Starts one; what it prints is appended to {@code <id>.log} in the directory. */
    static Process start(String bootstrap, TestShop shop, String modelId, String id, Path directory)
            throws IOException {
        Topics topics = shop.topics;
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + directory.resolve("hs_err_pid%p.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedWorker.class.getName(),
                        bootstrap,
                        topics.images(),
                        topics.queries(),
                        topics.attributes(),
                        topics.models(),
                        topics.featuresPrefix(),
                        topics.recommendations(),
                        topics.rejected(),
                        modelId,
                        id,
                        directory.resolve(id).toString(),
                        shop.engine.stream()
                                .flatMap(engine -> engine.addresses().stream())
                                .map(URI::toString)
                                .collect(Collectors.joining(",")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(id + ".log").toFile()))
                .start();
    }

    /** @param arguments bootstrap servers, the topics, model, worker id, directory, addresses of an engine */
    public static void main(String[] arguments) throws IOException {
        // a test that fails must not leave it behind
        ProcessHandle.current().parent().ifPresent(test -> {
            var unused = test.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        });
        Topics topics = new Topics(
                arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], arguments[6], arguments[7]);
        String modelId = arguments[8];
        String id = arguments[9];
        Path directory = Path.of(arguments[10]);
        Clock clock = Clock.systemUTC();
        DecodeGuard guard =
                DecodeGuard.open(directory.resolve("decode"), Duration.ofMillis(500), clock, ExtractionListener.NONE);
        new KafkaWorker(
                        new ClientConfig(Map.of("bootstrap.servers", arguments[0]), topics.images(), modelId, id),
                        new PipelineSettings(
                                topics,
                                directory,
                                false,
                                AnswerOptions.DEFAULT,
                                Optional.empty(),
                                id + "-" + Long.toString(clock.millis(), Character.MAX_RADIX),
                                32,
                                Duration.ofMillis(5),
                                3,
                                Duration.ofSeconds(2),
                                Duration.ofMillis(200),
                                TestEngine.settings(arguments[11])),
                        new EventCodec(topics, clock, "/test"),
                        new PoisonedExtractor(modelId, guard),
                        ImageReferences.off(),
                        guard,
                        Observability.of(new WorkerMetrics(new SimpleMeterRegistry(), clock)),
                        clock)
                .run(() -> {});
    }

    private static final class PoisonedExtractor implements FeatureExtractor {
        private final FakeExtractor sound;
        private final ExtractionListener listener;

        PoisonedExtractor(String modelId, ExtractionListener listener) {
            sound = new FakeExtractor(modelId, 0);
            this.listener = listener;
        }

        @Override
        public List<Extraction> extract(List<byte[]> images) {
            List<Extraction> extractions = new ArrayList<>();
            for (byte[] image : images) {
                listener.decoding(image);
                switch (new String(image, UTF_8)) {
                    case "crash" -> crash();
                    case "hang" -> hang();
                    default -> extractions.addAll(sound.extract(List.of(image)));
                }
                listener.decoded(1);
            }
            return extractions;
        }

        /** In native code, as a fault of the decoder would. */
        private static void crash() {
            new Nowhere().put((byte) 1);
        }

        private static final class Nowhere extends BytePointer {
            Nowhere() {
                address = 8;
            }
        }

        private static void hang() {
            double x = 1;
            while (x > 0) {
                x = Math.sqrt(x + 1);
            }
        }

        @Override
        public String modelId() {
            return sound.modelId();
        }

        @Override
        public MatchCalibration calibration() {
            return sound.calibration();
        }

        @Override
        public int dimension() {
            return sound.dimension();
        }

        @Override
        public void close() {
            sound.close();
        }
    }
}
