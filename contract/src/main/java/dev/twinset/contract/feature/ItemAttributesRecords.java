package dev.twinset.contract.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.event.ItemIds;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.Optional;

/**
 * Records of the topic of attributes. Key: the item id. Value: a JSON object of strings; null when nothing is said of
 * the item any more. Readers look at these two alone: any Kafka client can write them.
 */
public final class ItemAttributesRecords {
    private final Topics topics;
    private final Clock clock;
    private final String source;
    private final ItemIds ids;

    public ItemAttributesRecords(Topics topics, Clock clock, String source, ItemIds ids) {
        this.topics = topics;
        this.clock = clock;
        this.source = source;
        this.ids = ids;
    }

    public OutgoingRecord write(ItemAttributes item, String eventId) {
        byte[] key = item.itemId().getBytes(UTF_8);
        id(key, "");
        Optional<byte[]> value = item.attributes().map(AttributesJson::write);
        var headers = HeadersBuilder.event(
                        eventId, source, value.isPresent() ? EventTypes.ITEM_DESCRIBED : EventTypes.ITEM_FORGOTTEN)
                .put(HeaderNames.TIME, clock.instant())
                .put(HeaderNames.SUBJECT, item.itemId());
        if (value.isPresent()) {
            headers.put(HeaderNames.CONTENT_TYPE, "application/json");
        }
        return new OutgoingRecord(topics.attributes(), key, value, headers.build());
    }

    public ItemAttributes read(EventRecord record) {
        String where = " (" + record.coordinates() + ")";
        byte[] key = record.key()
                .orElseThrow(() -> new IllegalArgumentException("key is absent, expected an item id" + where));
        String itemId = id(key, where);
        try {
            return new ItemAttributes(itemId, record.value().map(AttributesJson::read));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + where, e);
        }
    }

    private String id(byte[] key, String where) {
        try {
            return ids.decode(key);
        } catch (RejectedEventException e) {
            throw new IllegalArgumentException(e.rejection().detail() + where, e);
        }
    }
}
