package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.event.CatalogEventReader;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.ItemLabel;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.index.RecordPosition;
import java.util.Map;

/**
 * Records the positions of the pictures of items and queries, and the attributes that there are. Only keys and headers
 * are read; rejecting invalid uploads is up to the workers.
 */
final class UploadHandler implements TopicFollower.Handler {
    private static final String SUBJECT = "ce_subject";

    private final Topics topics;
    private final ItemIndex index;
    private final RecentQueries queries;
    private final SeenAttributes attributes;

    UploadHandler(Topics topics, ItemIndex index, RecentQueries queries, SeenAttributes attributes) {
        this.topics = topics;
        this.index = index;
        this.queries = queries;
        this.attributes = attributes;
    }

    @Override
    public void take(EventRecord record) {
        byte[] id = id(record);
        RecordPosition place = new RecordPosition(record.partition(), record.offset());
        if (record.topic().equals(topics.queries())) {
            queries.asked(new String(id, UTF_8), place);
        } else if (record.value().isEmpty()) {
            index.deleted(id);
        } else {
            Map<String, String> said = CatalogEventReader.attributes(record.headers());
            index.uploaded(id, place, ItemLabel.of(said));
            attributes.add(said);
        }
    }

    /** As in the contract: the key, else the subject, else the record's coordinates. */
    private static byte[] id(EventRecord record) {
        return record.key()
                .or(() -> record.headers().stream()
                        .filter(header -> header.name().equals(SUBJECT))
                        .map(EventHeader::value)
                        .findFirst())
                .orElseGet(() -> (record.topic() + "-" + record.partition() + "-" + record.offset()).getBytes(UTF_8));
    }
}
