package dev.twinset.worker.doctor;

import static dev.twinset.worker.doctor.DoctorRun.assertOnly;
import static dev.twinset.worker.doctor.DoctorRun.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What can be wrong on the machine: model, store, disk, port. */
class DoctorMachineIT extends DoctorTest {
    @Test
    void aDamagedModel() throws Exception {
        Path file = directory.resolve("shop.twinset");
        MODEL.write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory)
                .set("model", file.toString())
                .report();
        assertOnly(
                report,
                "model",
                State.FAIL,
                "shop.twinset is refused",
                List.of("tls", "kernels", "store", "group", "models"));
    }

    @Test
    void aStoreOfAnotherModel() throws Exception {
        store(directory, "another-model");
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory).report();
        assertOnly(report, "store", State.FAIL, "holds features of model another-model", NO_TLS);
    }

    @Test
    void aStoreOfAnEarlierFormat() throws Exception {
        Path features = Files.createDirectories(directory.resolve("features").resolve(MODEL.modelId()));
        Files.writeString(features.resolve("store.properties"), "format=1\n");
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory).report();
        assertOnly(report, "store", State.WARN, "format 1 is older than 3", NO_TLS);
    }

    @Test
    void aDamagedStoreAndItIsLeftAsItWas() throws Exception {
        Path features = store(directory, MODEL.modelId());
        DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory);
        DoctorReport whole = doctor.report();
        assertThat(finding(whole, "store").state()).as(whole.text()).isEqualTo(State.OK);
        assertThat(finding(whole, "store").found()).startsWith("3 items in");

        Path vectors = features.resolve("000001.vec.npy");
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[4096] ^= 1; // of the first row; another batch follows
        Files.write(vectors, bytes);
        assertOnly(doctor.report(), "store", State.FAIL, "are damaged: ", NO_TLS);
        assertThat(Files.readAllBytes(vectors)).isEqualTo(bytes);
    }

    private static Path store(Path data, String modelId) throws IOException {
        Path features = data.resolve("features").resolve(MODEL.modelId());
        int dimension = MODEL.manifest().dimension();
        try (FeatureIndex index = new LocalFeatureIndexOpener(
                        features, modelId, dimension, new LogIdentity("cluster", "topic"), Clock.systemUTC())
                .open()) {
            for (String id : List.of("a", "b", "c")) {
                float[] vector = new float[dimension];
                vector[0] = 1;
                index.apply(List.of(new FeatureChange(id, Optional.of(vector))), Map.of(0, 1L));
            }
        }
        return features;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStoreThatHangsMakesNothingElseLookWrong() throws Exception {
        Path features = Files.createDirectories(directory.resolve("features").resolve(MODEL.modelId()));
        pipe(features.resolve("manifest.json"));
        assertUnknown(new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory).report(), "store");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aModelThatHangsMakesNoBrokerLookDead() throws Exception {
        Path model = pipe(directory.resolve("shop.twinset"));
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory)
                .set("model", model.toString())
                .report();
        assertUnknown(report, "model", "kernels", "store", "group", "models");
    }

    /** Whoever opens it waits for a writer. */
    private static Path pipe(Path file) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        return file;
    }

    private static void assertUnknown(DoctorReport report, String... checks) {
        assertThat(report.findings())
                .as(report.text())
                .filteredOn(finding -> finding.state() == State.UNKNOWN)
                .extracting(Finding::check)
                .containsExactly(checks);
        assertThat(report.findings())
                .as(report.text())
                .noneMatch(finding -> finding.state() == State.FAIL)
                .filteredOn(finding ->
                        List.of("brokers", "login", "topics", "port", "data").contains(finding.check()))
                .hasSize(5)
                .allMatch(finding -> finding.state() == State.OK);
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.text()).contains(" could not be looked at: whether the worker can run is not known");
    }

    @Test
    void aDataDirectoryThatIsAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "not a directory");
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), file).report();
        assertOnly(report, "data", State.FAIL, file + " is not a directory", NO_TLS);
    }

    @Test
    void aFolderOfReferencesThatIsNotMounted() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("mount"));
        DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory)
                .set("references.directory", folder.toString());
        assertOnly(doctor.report(), "references", State.FAIL, folder + " is empty, as if it were not mounted", NO_TLS);

        Files.writeString(folder.resolve("a"), "a");
        DoctorReport mounted = doctor.report();
        assertThat(finding(mounted, "references").state()).as(mounted.text()).isEqualTo(State.OK);
    }

    @Test
    void aBucketThatDoesNotAnswer() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "canary");
        try (FakeServer other = FakeServer.silent()) {
            DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory)
                    .set("references.s3.endpoint", "http://" + other.address())
                    .set("references.s3.bucket", "shop")
                    .set("references.s3.access.key.file", key.toString())
                    .set("references.s3.secret.key.file", key.toString())
                    .set("references.timeout.ms", "300");
            DoctorReport report = doctor.report();
            assertOnly(report, "references", State.FAIL, "bucket shop at references.s3.endpoint", NO_TLS);
            assertThat(report.text()).doesNotContain("canary");
        }
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (FakeServer other = FakeServer.silent()) {
            String port = other.address().replaceFirst(".*:", "");
            DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory).set("http.port", port);
            assertOnly(doctor.report(), "port", State.FAIL, "127.0.0.1 port " + port + " is taken", NO_TLS);
        }
    }
}
