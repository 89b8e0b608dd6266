package dev.twinset.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole worker, with its network, as its operator sees it. */
class OperationsIT {
    private static final String CANARY = "correct-horse-battery";

    @TempDir
    private static Path directory;

    private static LocalKafka kafka;
    private static ServedWorker worker;

    @BeforeAll
    static void start() throws IOException {
        kafka = LocalKafka.inProcess(directory.resolve("kafka"));
        worker = ServedWorker.start(kafka.bootstrapServers(), directory, Map.of("kafka.ssl.keystore.password", CANARY));
        worker.publish("shirt", Drawn.shirt());
        worker.publish("trousers", Drawn.trousers());
        worker.publish("broken", "no picture".getBytes(UTF_8));
        worker.awaitAnswered(3);
    }

    @AfterAll
    static void stop() {
        worker.close();
        kafka.close();
    }

    @Test
    void itIsLiveAndReady() throws Exception {
        assertThat(worker.get("health/live")).isEqualTo("200 live\n");
        assertThat(worker.get("health/ready")).isEqualTo("200 ready\n");
        assertThat(worker.metric("twinset_ready")).isEqualTo(1);
        assertThat(worker.metric("twinset_live")).isEqualTo(1);
    }

    @Test
    void itCountsAndTimesWhatItDid() throws Exception {
        assertThat(worker.metric("twinset_received_events_total")).isEqualTo(3);
        assertThat(worker.metric("twinset_recommended_events_total")).isEqualTo(2);
        assertThat(worker.metric("twinset_rejected_events_total{reason=\"UNSUPPORTED_FORMAT\"}"))
                .isEqualTo(1);
        assertThat(worker.metric("twinset_in_flight_events")).isZero();
        assertThat(worker.metric("twinset_decode_seconds_count")).isEqualTo(3);
        assertThat(worker.metric("twinset_forward_seconds_count")).isBetween(1.0, 2.0);
        assertThat(worker.metric("twinset_latency_seconds_count")).isEqualTo(3);
        assertThat(worker.metric("twinset_commit_seconds_count")).isBetween(1.0, 3.0);
        await().atMost(Duration.ofSeconds(10)).until(() -> worker.metric("twinset_replica_items") == 2);
        await().atMost(Duration.ofSeconds(10)).until(() -> worker.metric("twinset_replica_lag_records") == 0);
        assertThat(worker.metric("twinset_input_lag_records")).isZero();
        assertThat(worker.metric("twinset_replica_restore_seconds")).isBetween(0.0, 60.0);
        assertThat(worker.metric("twinset_offheap_bytes{area=\"network\"}")).isGreaterThan(1 << 20);
        assertThat(worker.metric("twinset_resident_bytes")).isGreaterThan(100 << 20);
        assertThat(worker.metric("twinset_onednn_live")).isBetween(0.0, 1.0);
        assertThat(worker.get("metrics")).contains("twinset_info{model=\"").contains("worker=\"w1\"");
    }

    @Test
    void itShowsItsKafkaClientsAndItsMachine() throws Exception {
        String metrics = worker.get("metrics");
        for (String client : List.of("w1-uploads", "w1-features", "w1-results")) {
            assertThat(metrics).contains("client_id=\"" + client + "\"");
        }
        assertThat(metrics)
                .contains("jvm_memory_used_bytes{")
                .contains("process_cpu_usage")
                .contains("disk_free_bytes{")
                .contains("logback_events_total{");
    }

    @Test
    void whatAlertsDashboardAndDocumentationNameIsThere() throws Exception {
        System.gc(); // a pause is shown once there was one, and a large heap may have had none
        await().atMost(Duration.ofSeconds(30)).until(() -> worker.series().contains("jvm_gc_pause_seconds_sum"));
        Set<String> series = worker.series();
        assertThat(series).containsAll(WatchFiles.namesInDashboard());
        Set<String> fromRules = WatchFiles.namesInRules();
        fromRules.remove("up"); // Prometheus' own
        assertThat(series).containsAll(fromRules);
        for (String name : WatchFiles.namesInDocs()) {
            assertThat(series).containsAnyOf(name, name + "_count");
        }
    }

    @Test
    void everyMeterOfOursIsDescribedInTheScrapeAndInTheDocumentation() throws Exception {
        Set<String> described = WatchFiles.namesInDocs();
        List<String> help = worker.get("metrics")
                .lines()
                .filter(line -> line.startsWith("# HELP twinset_"))
                .toList();
        assertThat(help).hasSizeGreaterThan(30);
        for (String line : help) {
            String name = line.split(" ", 4)[2];
            assertThat(line).as("with a sentence").hasSizeGreaterThan(name.length() + 20);
            assertThat(described).containsAnyOf(name, name.replaceAll("_max$", ""));
        }
    }

    @Test
    void noSecretIsShown() throws Exception {
        for (String path : List.of("", "metrics", "metrics/summary", "health/live", "health/ready")) {
            assertThat(worker.get(path)).doesNotContain(CANARY);
        }
    }

    @Test
    void aPersonSeesWhereTheTimeGoes() throws Exception {
        assertThat(worker.get("metrics/summary"))
                .contains("twinset worker w1, model ")
                .contains("\nready\n")
                .containsPattern("recommended +2 ")
                .containsPattern("UNSUPPORTED_FORMAT +1 ")
                .containsPattern("\\n  decode +[0-9.]+ +[0-9]+ % +3 ");
    }
}
