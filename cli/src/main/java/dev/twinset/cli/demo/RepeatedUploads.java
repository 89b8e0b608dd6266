package dev.twinset.cli.demo;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.DaemonThreads;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.publish.EventSender;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** After the demo's catalogue is answered: one of its items a second again, so that there is something to see. */
final class RepeatedUploads implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final EventSender sender;
    private final List<CatalogItem> items;
    private final Random random = new Random();
    private final Thread thread = DaemonThreads.unstarted("demo-uploads", this::repeat);

    private RepeatedUploads(EventSender sender, List<CatalogItem> items) {
        this.sender = sender;
        this.items = items;
    }

    static RepeatedUploads start(Map<String, Object> client, Catalog catalog) throws IOException {
        EventSender sender = new EventSender(client, Topics.DEFAULT, "twinset-demo", "/twinset/demo");
        RepeatedUploads repeated = new RepeatedUploads(sender, catalog.items());
        repeated.thread.start();
        return repeated;
    }

    private void repeat() {
        try {
            while (true) {
                Thread.sleep(BETWEEN.toMillis());
                upload(items.get(random.nextInt(items.size())));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void upload(CatalogItem item) throws InterruptedException {
        try {
            if (Files.isRegularFile(item.image()) && Files.size(item.image()) <= EventLimits.DEFAULT.imageBytes()) {
                sender.send(new ImageUploaded(
                        item.id(),
                        UUID.randomUUID().toString(),
                        Files.readAllBytes(item.image()),
                        item.attributes(),
                        Optional.empty(),
                        Optional.empty()));
            }
        } catch (IOException | IllegalArgumentException e) {
            // an item that the catalogue could not publish either, or Kafka is going: the demo tells of that elsewhere
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        sender.close();
    }
}
