package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.catalog.Catalog;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NoBrokerTest {
    @Test
    void aBrokerThatDoesNotAnswerIsOneSentenceWithinSeconds() {
        String nobody = "127.0.0.1:1"; // no port that a server could be given by the system
        CatalogPublisher publisher = new CatalogPublisher(Map.of("bootstrap.servers", nobody), Topics.DEFAULT);
        Catalog catalog = new Catalog(Path.of("."), List.of(), List.of());
        long start = System.nanoTime();
        assertThatThrownBy(() -> publisher.publish(catalog, PublishOptions.DEFAULT, ProgressListener.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessage("no Kafka broker answers at " + nobody
                        + ": start one there (twinset broker starts one), or name another with --bootstrap HOST:PORT"
                        + " (with settings of workers: --set kafka.bootstrap.servers=HOST:PORT)");
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(15);
    }

    @Test
    void anAddressThatIsNoneIsToldAtOnce() {
        for (String servers : List.of("nowhere", "no-such-host.invalid:9092")) {
            CatalogPublisher publisher = new CatalogPublisher(Map.of("bootstrap.servers", servers), Topics.DEFAULT);
            assertThatThrownBy(() -> publisher.delete(List.of("1")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(servers);
        }
    }
}
