package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.AnswerReader;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.index.RecordPosition;
import dev.twinset.producer.gallery.stream.EventStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Records the position of each item's latest answer, counts answers, and passes them to the event stream and to open
 * queries. Of the answers that existed before the gallery was opened, only the latest few are read; the stream begins
 * with them.
 */
final class AnswerHandler implements TopicFollower.Handler {
    private static final int LATEST = 48;
    private static final Comparator<EventRecord> BY_TIME =
            Comparator.comparingLong(EventRecord::timestampMillis).thenComparingLong(EventRecord::offset);

    private final Topics topics;
    private final ItemIndex index;
    private final RecentQueries queries;
    private final OpenQueries questions;
    private final RecentRejections rejections;
    private final JsonViews views;
    private final EventStream feed;
    private final FollowerStats pulse;
    private final AnswerReader reader;
    private final PriorityQueue<EventRecord> latest = new PriorityQueue<>(BY_TIME);
    private boolean live;

    AnswerHandler(
            Topics topics,
            ItemIndex index,
            RecentQueries queries,
            OpenQueries questions,
            RecentRejections rejections,
            JsonViews views,
            EventStream feed,
            FollowerStats pulse) {
        this.topics = topics;
        this.index = index;
        this.queries = queries;
        this.questions = questions;
        this.rejections = rejections;
        this.views = views;
        this.feed = feed;
        this.pulse = pulse;
        this.reader = new AnswerReader(topics);
    }

    @Override
    public void take(EventRecord record) {
        if (record.topic().equals(topics.recommendations())) {
            note(record);
        }
        if (live) {
            reader.read(record).ifPresent(this::tell);
        } else {
            keepIfLate(record);
            hurry(record);
        }
    }

    /** A query may arrive while old records are still being read. */
    private void hurry(EventRecord record) {
        record.key()
                .filter(key -> questions.isOpen(new String(key, UTF_8)))
                .flatMap(key -> reader.read(record))
                .ifPresent(questions::answered);
    }

    private void note(EventRecord record) {
        byte[] id = record.key().orElseGet(() -> new byte[0]);
        String name = new String(id, UTF_8);
        RecordPosition place = new RecordPosition(record.partition(), record.offset());
        if (record.value().isEmpty()) {
            index.withdrawn(id);
        } else if (queries.holds(name)) {
            queries.answered(name, place);
        } else {
            index.answered(id, place);
        }
    }

    private void keepIfLate(EventRecord record) {
        latest.add(record);
        if (latest.size() > LATEST) {
            latest.remove();
        }
    }

    @Override
    public void caughtUp() {
        List<EventRecord> inOrder = new ArrayList<>(latest);
        latest.clear();
        inOrder.sort(BY_TIME);
        for (EventRecord record : inOrder) {
            reader.read(record).ifPresent(answer -> {
                if (answer instanceof Answer.Rejected rejected) {
                    feed.publish("rejected", rejections.add(rejected));
                } else if (answer instanceof Answer.Recommended recommended) {
                    feed.publish("answer", views.answer(recommended));
                }
            });
        }
        live = true;
    }

    private void tell(Answer answer) {
        if (answer instanceof Answer.Recommended recommended) {
            pulse.answered();
            if (feed.admits(answer.itemId())) {
                feed.publish("answer", views.answer(recommended));
            }
        } else if (answer instanceof Answer.Rejected rejected) {
            pulse.rejected();
            JsonNode view = rejections.add(rejected);
            if (feed.admits(answer.itemId())) {
                feed.publish("rejected", view);
            }
        }
        // last: a visitor who has an answer finds it in the lists too
        questions.answered(answer);
    }
}
