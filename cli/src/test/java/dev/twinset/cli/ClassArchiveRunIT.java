package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the launcher's run for its archive of classes loads what a worker, a Kafka and a producer need, and ends. */
@Timeout(300)
final class ClassArchiveRunIT {
    @TempDir
    Path directory;

    @Test
    void loadsTheClassesOfTheUsualCommandsAndEnds() throws IOException, InterruptedException {
        Path loaded = directory.resolve("loaded");
        Path console = directory.resolve("console");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=4g",
                        "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClassArchiveRun.class.getName(),
                        directory.resolve("run").toString())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile());
        builder.environment().put("TWINSET_LAUNCHER", "twinset"); // as the launcher does for some commands
        Process run = builder.start();
        assertThat(run.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(Files.readString(console)).isZero();
        assertThat(Files.readString(loaded))
                .contains(
                        "kafka.server.BrokerServer",
                        "dev.twinset.worker.kafka.KafkaWorker ",
                        "dev.twinset.worker.store.FeatureStore ",
                        "org.apache.kafka.clients.producer.KafkaProducer ",
                        "org.bytedeco.opencv.opencv_core.Mat ");
    }
}
