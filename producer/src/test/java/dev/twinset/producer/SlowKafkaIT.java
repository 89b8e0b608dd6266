package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.broker.LocalKafka;
import dev.twinset.kafka.client.ClusterAdmin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is there and does not answer for a while, as on a machine that is short of CPU: it is suspended. */
@Timeout(240)
final class SlowKafkaIT {
    @TempDir
    Path directory;

    @Test
    void aSlowBrokerIsWaitedForAndNotCalledAbsent() throws Exception {
        try (LocalKafka.Forked kafka = LocalKafka.forked(directory, 1, 0)) {
            assertThat(signal(kafka, "STOP")).isTrue();
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (ClusterAdmin admin = new ClusterAdmin(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "default.api.timeout.ms", "9000"))) {
                assertThatThrownBy(admin::brokers)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("takes connections but did not answer in time")
                        .hasMessageContaining("default.api.timeout.ms");
            }
            ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
            try (ClusterAdmin admin = new ClusterAdmin(client)) {
                Future<?> resumed = later.schedule(() -> signal(kafka, "CONT"), 14, TimeUnit.SECONDS);
                assertThat(admin.brokers()).isEqualTo(1);
                resumed.get();
            } finally {
                later.shutdownNow();
                signal(kafka, "CONT");
            }
        }
    }

    private static boolean signal(LocalKafka.Forked kafka, String name) throws IOException, InterruptedException {
        String pid = Long.toString(kafka.process(1).pid());
        return new ProcessBuilder("kill", "-" + name, pid).start().waitFor() == 0;
    }
}
