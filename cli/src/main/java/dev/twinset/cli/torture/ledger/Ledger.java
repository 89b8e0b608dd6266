package dev.twinset.cli.torture.ledger;

import dev.twinset.cli.torture.ledger.SentEvent.Kind;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.audit.SearchAgain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was sent, what came back, and whether the promises hold. Not for several threads.
 *
 * <p>I1: each acknowledged event has exactly one answer, withdrawal or dead letter. I2: the features are those of the
 * accepted items. I3: nothing comes twice. I5: each vector has the length 1. I6: committed offsets never go back. I7: a
 * dead letter holds the original bytes. I8: what is acceptable is answered, and nothing else is. G1: an answer that
 * calls itself complete has seen what was committed before its event was sent. G5: an answer can be searched again.
 */
final class Ledger {
    private static final int KEPT = 10;
    private static final double UNIT_TOLERANCE = 1e-5;

    /** Two sums of the same products in another order differ by less. */
    private static final double SCORE_TOLERANCE = 1e-6;

    private final EventCodec codec;
    private final Topics topics;
    private final String changelog;
    private final int dimension;
    private final Map<String, SentEvent> sent = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final List<Recommendations> answers = new ArrayList<>();
    private final Map<String, Boolean> answered = new HashMap<>();
    private final ChangelogHistory history = new ChangelogHistory();
    private final RecoveryTimes recovery = new RecoveryTimes();
    private final Map<String, Long> committed = new HashMap<>();
    private final Map<String, List<String>> violations = new TreeMap<>();
    private final Map<String, Long> violated = new TreeMap<>();
    private long deadLetters;
    private long withdrawals;
    private long recomputed;

    /** @param dimension of the features */
    Ledger(EventCodec codec, Topics topics, String modelId, int dimension) {
        this.codec = codec;
        this.topics = topics;
        this.changelog = topics.features(modelId);
        this.dimension = dimension;
    }

    void sent(SentEvent event) {
        sent.put(event.id(), event);
    }

    void fault(String name, long atMillis) {
        recovery.fault(name, atMillis);
    }

    /** Events without an end. */
    long open() {
        return sent.keySet().stream().filter(id -> !ended.contains(id)).count();
    }

    long ended() {
        return ended.size();
    }

    /** The offset that the workers' group has committed. */
    void committed(String partition, long offset) {
        Long before = committed.put(partition, offset);
        if (before != null && before > offset) {
            violate("I6", partition + " went back from " + before + " to " + offset);
        }
    }

    /** A committed record of one of the topics that workers write. */
    void seen(EventRecord record, long atMillis) {
        if (record.topic().equals(changelog)) {
            feature(record, atMillis);
            return;
        }
        try {
            if (record.topic().equals(topics.rejected())) {
                rejected(codec.rejected(record));
            } else if (record.value().isEmpty()) {
                withdrawals++;
                end(codec.answeredEvent(record).orElse("?"), true);
            } else {
                answer(codec.recommendations(record));
            }
            recovery.answer(atMillis);
        } catch (IllegalArgumentException e) {
            violate("I1", record.coordinates() + " is not readable: " + e.getMessage());
        }
    }

    private void feature(EventRecord record, long atMillis) {
        FeatureRecord feature = codec.feature(record, dimension);
        feature.vector().ifPresent(vector -> {
            double length = Math.sqrt(dot(vector, vector));
            if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) {
                violate("I5", "the feature of " + feature.itemId() + " has the length " + length);
            }
        });
        history.add(record.partition(), record.offset(), feature, atMillis);
    }

    private void rejected(RejectedImage letter) {
        deadLetters++;
        end(letter.eventId(), false);
        Optional<String> actual = letter.image().map(Digest::sha256);
        SentEvent event = sent.get(letter.eventId());
        if (event != null && !actual.orElse(letter.sha256()).equals(event.sha256())) {
            violate("I7", "the dead letter of " + event.id() + " holds other bytes");
        }
    }

    private void answer(Recommendations answer) {
        if (answer.cause().isPresent()) {
            return; // it ends no event
        }
        answers.add(answer);
        end(answer.eventId(), true);
    }

    private void end(String eventId, boolean accepted) {
        answered.put(eventId, accepted);
        if (!ended.add(eventId)) {
            violate("I3", "event " + eventId + " ended twice");
        }
    }

    /** Judges everything; call it once, when nothing more can come. */
    LedgerReport close() {
        sent.values().forEach(this::judge);
        for (String id : ended) {
            if (!sent.containsKey(id)) {
                violate("I1", "an answer to " + id + ", which nobody sent");
            }
        }
        checkItems();
        answers.forEach(this::judge);
        return new LedgerReport(
                sent.size(),
                answers.size(),
                deadLetters,
                withdrawals,
                recomputed,
                violations,
                violated,
                recovery.byFault());
    }

    private void judge(SentEvent event) {
        Boolean accepted = answered.get(event.id());
        if (accepted == null) {
            violate("I1", event.kind() + " " + event.id() + " has no end");
        } else if (accepted != event.acceptable()) {
            violate("I8", event.id() + " was " + (accepted ? "answered" : "rejected"));
        }
    }

    private void checkItems() {
        Map<String, Boolean> expected = new HashMap<>();
        sent.values().stream()
                .filter(event -> event.kind() != Kind.QUERY && event.acceptable())
                .sorted(Comparator.comparingLong(SentEvent::offset)) // all events of an item are in one partition
                .forEach(event -> expected.put(event.subject(), event.kind() == Kind.UPLOAD));
        Set<String> actual = history.items().keySet();
        expected.forEach((item, live) -> {
            if (live != actual.contains(item)) {
                violate("I2", "item " + item + (live ? " is missing" : " was deleted and is still there"));
            }
        });
        actual.stream()
                .filter(item -> !expected.containsKey(item))
                .forEach(item -> violate("I2", "item " + item + " was never accepted"));
    }

    private void judge(Recommendations answer) {
        SentEvent event = sent.get(answer.eventId());
        if (event == null) {
            return;
        }
        if (answer.snapshot().complete()) {
            history.overlooked(answer.snapshot(), event.sentAtMillis())
                    .ifPresent(
                            record -> violate("G1", "the answer to " + event.id() + " is complete without " + record));
        }
        if (event.kind() != Kind.UPLOAD) {
            return; // the feature of a query is not on any topic
        }
        AnswerOptions asked = event.options().resolved(event.attributes());
        if (!answer.options().equals(asked)) {
            violate(
                    "G5",
                    "the answer to " + event.id() + " has the options " + answer.options() + ", expected " + asked);
            return;
        }
        Map<String, FeatureRecord> items = history.items(answer.snapshot());
        List<Optional<String>> verdicts = history.ofBatch(answer.snapshot(), event.subject()).stream()
                .map(feature -> fault(answer, feature, items))
                .toList();
        recomputed++;
        if (verdicts.stream().noneMatch(Optional::isEmpty)) {
            String why = verdicts.stream().flatMap(Optional::stream).findFirst().orElse("it has no feature");
            violate("G5", "the answer to " + event.id() + ", " + asked.asked() + ": " + why);
        }
    }

    /**
     * What is wrong with an answer; empty if nothing is. The rules are those of {@code twinset replay}, which does not
     * use the workers' search; the scores are computed here once more, as it shares them with the workers.
     */
    private static Optional<String> fault(Recommendations answer, float[] asked, Map<String, FeatureRecord> items) {
        for (Recommendation one : answer.recommendations()) {
            Optional<float[]> item =
                    Optional.ofNullable(items.get(one.itemId())).flatMap(FeatureRecord::vector);
            if (item.isPresent() && Math.abs(one.score() - dot(asked, item.get())) > SCORE_TOLERANCE) {
                return Optional.of("it gives " + one.itemId() + " the score " + one.score() + ", expected "
                        + dot(asked, item.get()));
            }
        }
        return SearchAgain.differences(answer, true, asked, items.values(), 0).stream()
                .findFirst()
                .map(one ->
                        one.place() + ": published \"" + one.published() + "\", expected \"" + one.repeated() + "\"");
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private void violate(String promise, String what) {
        violated.merge(promise, 1L, Long::sum);
        List<String> first = violations.computeIfAbsent(promise, key -> new ArrayList<>());
        if (first.size() < KEPT) {
            first.add(what);
        }
    }
}
