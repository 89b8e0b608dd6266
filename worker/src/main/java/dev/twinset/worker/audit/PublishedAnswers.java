package dev.twinset.worker.audit;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The topic of answers. */
final class PublishedAnswers {
    private final CommittedRecords records;
    private final Topics topics;
    private final EventCodec codec;

    PublishedAnswers(CommittedRecords records, Topics topics, EventCodec codec) {
        this.records = records;
        this.topics = topics;
        this.codec = codec;
    }

    /**
     * The last answer of each model.
     *
     * @param id of an item, a query or an event
     * @throws IOException if there is none
     */
    List<Recommendations> of(String id) throws IOException, InterruptedException {
        Map<String, Recommendations> byModel = new LinkedHashMap<>();
        records.of(id, topics.recommendations(), record -> add(record, answer -> true, byModel));
        if (byModel.isEmpty()) {
            records.all(
                    topics.recommendations(),
                    record -> add(record, answer -> answer.eventId().equals(id), byModel));
        }
        if (byModel.isEmpty()) {
            throw new IOException("there is no answer to " + UntrustedText.quote(id) + " on " + topics.recommendations()
                    + ": no item, query or event of this id was answered, or its item was deleted, or the topic"
                    + " no longer holds it");
        }
        return new ArrayList<>(byModel.values());
    }

    private void add(EventRecord record, Predicate<Recommendations> wanted, Map<String, Recommendations> byModel) {
        if (record.value().isPresent()) {
            Recommendations answer = codec.recommendations(record);
            if (wanted.test(answer)) {
                byModel.put(answer.model(), answer);
            }
        }
    }
}
