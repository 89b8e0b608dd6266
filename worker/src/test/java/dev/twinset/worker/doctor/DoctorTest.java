package dev.twinset.worker.doctor;

import dev.twinset.vision.bundle.ModelBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real faults, planted one at a time around a real broker: the doctor names each, and is content with all else. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
abstract class DoctorTest {
    static final ModelBundle MODEL = ModelBundle.standard();
    static final List<String> NO_TLS = List.of("tls");

    /** What nobody can check before a login. */
    static final List<String> OF_THE_CLUSTER =
            Doctor.CHECKS.subList(Doctor.CHECKS.indexOf("login"), Doctor.CHECKS.size());

    @TempDir
    static Path brokerDirectory;

    static ManyListeners kafka;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        kafka = new ManyListeners(brokerDirectory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    DoctorRun doctor(String listener) throws Exception {
        return new DoctorRun(kafka.at(listener), kafka.topics(), directory);
    }

    /** What nobody can check when no broker answers. */
    static List<String> unseen(String more) {
        List<String> unseen = new ArrayList<>(OF_THE_CLUSTER);
        unseen.add(more);
        return unseen;
    }
}
