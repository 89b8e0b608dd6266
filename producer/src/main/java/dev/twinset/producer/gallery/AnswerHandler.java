package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.AnswerReader;
import dev.twinset.producer.gallery.index.AnswerTrait;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.index.RecordPosition;
import dev.twinset.producer.gallery.stream.EventStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Records the position of each item's latest answer and what is remarkable about it, keeps rejections, counts, and
 * passes answers to the event stream and to open queries. The stream begins with the latest few of those that existed
 * before the gallery was opened.
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
        Optional<Answer> answer = reader.read(record);
        if (record.topic().equals(topics.recommendations())) {
            note(record, answer);
        }
        answer.ifPresent(read -> {
            if (read instanceof Answer.Rejected rejected) {
                rejections.add(rejected);
            } else if (read instanceof Answer.Recommended recommended) {
                pulse.answeredBy(recommended.recommendations().model(), recommended.timestamp());
            }
            if (live) {
                tell(read);
            } else {
                keepIfLate(record);
            }
            // last: a visitor who has an answer finds it in the lists too
            questions.answered(read);
        });
    }

    private void note(EventRecord record, Optional<Answer> answer) {
        byte[] id = record.key().orElseGet(() -> new byte[0]);
        String name = new String(id, UTF_8);
        RecordPosition place = new RecordPosition(record.partition(), record.offset());
        if (record.value().isEmpty()) {
            index.withdrawn(id);
        } else if (queries.holds(name)) {
            queries.answered(name, place);
        } else {
            index.answered(id, place, answer.map(AnswerHandler::traits).orElse(Set.of()));
        }
    }

    private static Set<AnswerTrait> traits(Answer answer) {
        return answer instanceof Answer.Recommended recommended
                ? AnswerTrait.of(recommended.recommendations())
                : Set.of();
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
            reader.read(record).ifPresent(this::publish);
        }
        live = true;
    }

    private void tell(Answer answer) {
        if (answer instanceof Answer.Recommended) {
            pulse.answered();
        } else if (answer instanceof Answer.Rejected) {
            pulse.rejected();
        }
        if (!(answer instanceof Answer.Withdrawn) && feed.admits(answer.itemId())) {
            publish(answer);
        }
    }

    private void publish(Answer answer) {
        if (answer instanceof Answer.Rejected rejected) {
            feed.publish("rejected", views.rejected(rejected));
        } else if (answer instanceof Answer.Recommended recommended) {
            feed.publish("answer", views.answer(recommended));
        }
    }
}
