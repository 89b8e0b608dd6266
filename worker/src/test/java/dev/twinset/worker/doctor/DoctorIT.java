package dev.twinset.worker.doctor;

import static dev.twinset.worker.doctor.DoctorRun.assertOnly;
import static dev.twinset.worker.doctor.DoctorRun.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.Deadline;
import dev.twinset.worker.preflight.engine.IndexLag;
import dev.twinset.worker.preflight.engine.IndexLag.Behind;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A set-up that is as it should be, before a worker starts and beside one that runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoctorIT extends DoctorTest {
    @Test
    @Order(1)
    void aHealthySetUpIsWellAndIsLeftAsItWas() throws Exception {
        DoctorRun doctor = new DoctorRun(kafka.at("GOOD"), kafka.topics(), directory.resolve("data"))
                .tls(kafka.trustStore("authority"));
        DoctorReport report = doctor.report();

        assertThat(report.findings()).extracting(Finding::check).isEqualTo(Doctor.CHECKS);
        assertThat(report.exitCode()).as(report.text()).isZero();
        assertThat(report.findings())
                .as(report.text())
                .filteredOn(finding -> !finding.check().equals("kernels"))
                .allMatch(finding -> finding.state() == State.OK);
        assertThat(finding(report, "tls").found()).contains(kafka.at("GOOD") + " until 2");
        assertThat(directory.resolve("data")).doesNotExist();
        try (Admin admin = kafka.admin()) {
            assertThat(admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get())
                    .as("topics, with Kafka's own that a question could have made")
                    .hasSize(6);
        }
    }

    @Test
    void aRunningWorkerIsKnownAndNotDisturbed() throws Exception {
        DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory.resolve("data"));
        try (WorkerThread worker = WorkerThread.start(doctor.options().read(Map.of()))) {
            int epoch = worker.groupEpoch(kafka);
            DoctorReport report = doctor.report();
            assertThat(report.exitCode()).as(report.text()).isZero();
            assertThat(finding(report, "store").found())
                    .contains("in use by a running worker, process "
                            + ProcessHandle.current().pid());
            assertThat(finding(report, "group").found()).contains("1 worker, this one among them");
            assertThat(worker.isRunning()).isTrue();
            assertThat(worker.groupEpoch(kafka)).isEqualTo(epoch);
        }
    }

    @Test
    void placesThatAreAllTakenAndOneThatIsFree() throws Exception {
        DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory);
        try (FileChannel first = FileChannel.open(
                        directory.resolve("slot-1.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock taken = first.lock()) {
            assertThat(taken.isValid()).isTrue();
            assertOnly(doctor.set("worker.slots", "1").report(), "configuration", State.FAIL, "every slot of ", NO_TLS);
            DoctorReport second = doctor.set("worker.slots", "2").report();
            assertThat(second.exitCode()).as(second.text()).isZero();
            assertThat(finding(second, "configuration").found()).startsWith("worker w1-2,");
        }
    }

    @Test
    void aSearchEngineThatDoesNotAnswer() throws Exception {
        DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory)
                .set("search.engine", "opensearch")
                .set("engine.addresses", "http://127.0.0.1:1");
        assertOnly(
                doctor.report(),
                "engine",
                State.FAIL,
                "the engine does not answer: http://127.0.0.1:1 cannot be reached",
                List.of("tls", "index", "recall"));
        assertThat(finding(doctor.report(), "store").found()).isEqualTo("none: the search engine holds the features");
    }

    @Test
    void anIndexIsBehindByWhatItsGroupHasNotCommitted() throws Exception {
        String topic = kafka.topics().images();
        ChangelogState log = new ChangelogState(topic, "cluster", "id", 15, Map.of(0, 10L, 1, 5L));
        IndexLag lag = IndexLag.of(
                Map.of("bootstrap.servers", kafka.at("OPEN")),
                index -> "fills-" + index,
                Deadline.in(Duration.ofMinutes(1)));
        try (Admin admin = kafka.admin()) {
            admin.alterConsumerGroupOffsets("fills-u1", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(4)))
                    .all()
                    .get();
        }
        assertThat(lag.behind("u1", log)).isEqualTo(AdminResult.of(new Behind(11, true)));
        assertThat(lag.behind("u2", log)).as("nobody began").isEqualTo(AdminResult.of(new Behind(15, true)));
    }

    @Test
    void aFaultInTheSettings() {
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.names(), directory)
                .set("pipeline.deep", "3")
                .report();
        assertOnly(
                report,
                "configuration",
                State.FAIL,
                "pipeline.deep (--set): unknown setting, did you mean pipeline.depth?",
                Doctor.CHECKS.subList(2, Doctor.CHECKS.size()));
    }
}
