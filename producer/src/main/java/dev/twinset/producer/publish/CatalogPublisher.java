package dev.twinset.producer.publish;

import static java.util.Objects.requireNonNull;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClientErrors;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.Producers;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;

/** Publishes a catalogue's images and deletes items. Every call opens a new connection; any thread may call. */
public final class CatalogPublisher {
    private static final String SOURCE = "/twinset/producer";
    private static final String CLIENT_ID = "twinset-publish";

    private final Map<String, Object> clientConfig;
    private final Topics topics;
    private final EventCodec codec;

    /** @param clientConfig Kafka client settings, {@code bootstrap.servers} at least */
    public CatalogPublisher(Map<String, Object> clientConfig, Topics topics) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.topics = requireNonNull(topics, "topics is null");
        this.codec = new EventCodec(topics, Clock.systemUTC(), SOURCE);
    }

    /**
     * Uploads the catalogue's images in its order; returns when each is acknowledged or known to be unpublishable. What
     * its columns say is renamed, cut or left out where an event has no room for it, and the report tells so.
     * Interrupting the thread ends it early, with what was sent settled and the state file written.
     *
     * @throws IOException if no broker answers, the topic is missing, Kafka does not take an image that it should, or
     *     the state file is unusable; what was acknowledged until then is in the state file
     */
    public PublishReport publish(Catalog catalog, PublishOptions options, ProgressListener progress)
            throws IOException, InterruptedException {
        List<CatalogItem> items = catalog.items();
        Catalog fitting = AttributeFit.fit(
                catalog.with(items.subList(0, Math.min(options.limit(), items.size()))), options.asked());
        CatalogFiles files = CatalogFiles.of(catalog);
        Optional<PublishJournal> journal = Optional.empty();
        if (options.state().isPresent()) {
            String subject = subject(catalog, options.asked());
            journal = Optional.of(PublishJournal.open(options.state().get(), subject, options.resume()));
        } else {
            requireTopic();
        }
        try {
            PublishReport report = new Publication(
                            Producers.connect(clientConfig, CLIENT_ID),
                            codec,
                            fitting,
                            files,
                            options.asked(),
                            options.referencePrefix().map(prefix -> new ReferenceKeys(catalog.directory(), prefix)),
                            journal,
                            progress,
                            this::reason)
                    .run(options.imagesPerSecond());
            if (!report.interrupted() && journal.isPresent()) {
                journal.get().remove();
            }
            return report;
        } finally {
            if (journal.isPresent()) {
                journal.get().close();
            }
        }
    }

    /**
     * Deletes items from the catalogue with a tombstone each; returns when all are acknowledged.
     *
     * @throws IllegalArgumentException if one of the ids cannot be an item's; then nothing is sent
     */
    public void delete(Collection<String> itemIds) throws IOException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
        for (String id : itemIds) {
            String eventId = UUID.randomUUID().toString();
            tombstones.add(KafkaRecords.outgoing(
                    codec.event(new ImageDeleted(id, eventId, Optional.empty(), Optional.empty()))));
        }
        requireTopic();
        Producers.send(clientConfig, CLIENT_ID, tombstones);
    }

    private void requireTopic() throws IOException, InterruptedException {
        try (ClusterAdmin cluster = new ClusterAdmin(clientConfig)) {
            cluster.topics().partitions(List.of(topics.images()), AclOperation.WRITE);
        }
    }

    /** The cluster, the topic, the catalogue and the options of the answers that a journal belongs to. */
    private String subject(Catalog catalog, Map<String, String> asked) throws IOException, InterruptedException {
        try (ClusterAdmin cluster = new ClusterAdmin(clientConfig)) {
            cluster.topics().partitions(List.of(topics.images()), AclOperation.WRITE);
            String place = catalog.source().toRealPath().toString().replaceAll("\\p{Cntrl}", "?");
            return "cluster=" + cluster.id() + " topic=" + topics.images() + " catalog=" + place
                    + (asked.isEmpty() ? "" : " options=" + asked);
        }
    }

    private String reason(Exception failure) {
        return ClientErrors.access(clientConfig)
                .explain(failure, List.of(Right.topic(AclOperation.WRITE, topics.images())))
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }
}
