package dev.twinset.cli.demo;

import dev.twinset.cli.torture.ledger.ChangelogHistory;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.worker.audit.SearchAgain;
import dev.twinset.worker.search.Cosine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Keeps count of what came back and holds each answer against what Twinset promises: one answer for each upload, of
 * five different items, fewer only while the catalogue holds fewer, none the item itself, best first. An approximate
 * answer may lack items; what it names must have exactly its score. Not for several threads.
 */
final class DemoLedger {
    private static final int WANTED = 5;
    private static final int VIOLATIONS_KEPT = 10;
    /** Of the approximate answers, about so many are searched again, evenly: each takes a pass over all items. */
    private static final int SEARCHED_AGAIN = 1_000;

    private static final double GOOD_RECALL = 0.95;

    private final Set<String> catalogue;
    private final Set<String> answered = new HashSet<>();
    private final Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
    private final List<String> violations = new ArrayList<>();
    private final List<Recommendations> approximate = new ArrayList<>();
    private OptionalDouble recall = OptionalDouble.empty();
    private long[] latencies = new long[1024];
    private int recommended;
    private int rejected;
    private int violated;

    /** @param catalogue ids of what is published, each once */
    DemoLedger(Set<String> catalogue) {
        this.catalogue = Set.copyOf(catalogue);
    }

    /** @param latency upload to this answer's arrival */
    void recommended(Recommendations answer, Duration latency) {
        if (recommended == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * latencies.length);
        }
        if (!answer.snapshot().exact() && recommended % (1 + catalogue.size() / SEARCHED_AGAIN) == 0) {
            approximate.add(answer);
        }
        latencies[recommended++] = latency.toNanos();
        answered(answer.itemId());
        check(answer);
    }

    void rejected(String itemId, RejectionReason reason) {
        rejected++;
        reasons.merge(reason, 1, Integer::sum);
        answered(itemId);
    }

    /** Uploads that have their answer. */
    int answered() {
        return answered.size();
    }

    int recommended() {
        return recommended;
    }

    int rejected() {
        return rejected;
    }

    /** That of the approximate answers; empty if all are exact. */
    Optional<String> approximateModel() {
        return approximate.stream().map(Recommendations::model).findFirst();
    }

    /** Holds the approximate answers against a search by brute force of what each of them searched. */
    void searchAgain(ChangelogHistory features) {
        long found = 0;
        long expected = 0;
        for (Recommendations answer : approximate) {
            List<float[]> asked = features.ofBatch(answer.snapshot(), answer.itemId());
            if (asked.isEmpty()) {
                violate(answer.itemId() + " has no feature in the batch of its answer");
                continue;
            }
            Map<String, FeatureRecord> items = features.items(answer.snapshot());
            List<String> best = SearchAgain.itemIds(answer, true, asked.get(0), items.values());
            expected += best.size();
            for (Recommendation one : answer.recommendations()) {
                found += best.contains(one.itemId()) ? 1 : 0;
                checkScore(answer.itemId(), one, asked.get(0), Optional.ofNullable(items.get(one.itemId())));
            }
        }
        recall = OptionalDouble.of(expected == 0 ? 1 : (double) found / expected);
        if (recall.getAsDouble() < GOOD_RECALL) {
            violate(String.format(
                    Locale.ROOT,
                    "recall@%d against a search by brute force is %.3f, expected %.2f or more",
                    WANTED,
                    recall.getAsDouble(),
                    GOOD_RECALL));
        }
    }

    private void checkScore(String itemId, Recommendation one, float[] asked, Optional<FeatureRecord> other) {
        Optional<Float> score = other.flatMap(FeatureRecord::vector).map(vector -> Cosine.score(asked, vector));
        if (!score.equals(Optional.of(one.score()))) {
            violate(itemId + " got " + one.itemId() + " with the score " + one.score() + ", expected "
                    + score.map(String::valueOf).orElse("no such item"));
        }
    }

    /** @param elapsed from the first upload to the last answer */
    DemoSummary close(long published, Duration elapsed) {
        if (published != recommended + rejected) {
            violate("published " + published + " is not recommended " + recommended + " + rejected " + rejected);
        }
        if (answered.size() < published) {
            violate((published - answered.size()) + " uploads have no answer");
        }
        long[] sorted = Arrays.copyOf(latencies, recommended);
        Arrays.sort(sorted);
        return new DemoSummary(
                published,
                recommended,
                rejected,
                reasons,
                elapsed,
                percentile(sorted, 50),
                percentile(sorted, 99),
                recall,
                violated,
                violations);
    }

    private void answered(String itemId) {
        if (!catalogue.contains(itemId)) {
            violate("an answer for " + itemId + ", which was not published");
        }
        if (!answered.add(itemId)) {
            violate(itemId + " was answered twice");
        }
    }

    private void check(Recommendations answer) {
        List<Recommendation> all = answer.recommendations();
        long others = Math.max(0, answer.snapshot().items() - 1);
        if (answer.snapshot().exact() && all.size() != Math.min(WANTED, others)) {
            violate(answer.itemId() + " got " + all.size() + " recommendations with " + others
                    + " other items to choose from");
        }
        Set<String> seen = new HashSet<>(Set.of(answer.itemId()));
        float before = Float.POSITIVE_INFINITY;
        for (Recommendation one : all) {
            if (!seen.add(one.itemId())) {
                violate(answer.itemId() + " got " + one.itemId() + " twice, or itself");
            }
            if (!catalogue.contains(one.itemId())) {
                violate(answer.itemId() + " got " + one.itemId() + ", which was not published");
            }
            if (one.score() > before) {
                violate(answer.itemId() + " got scores that rise: " + one.score() + " after " + before);
            }
            before = one.score();
        }
    }

    private void violate(String what) {
        violated++;
        if (violations.size() < VIOLATIONS_KEPT) {
            violations.add(what);
        }
    }

    /** Nearest rank. */
    private static Duration percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(sorted.length * (percent / 100.0));
        return Duration.ofNanos(sorted[Math.max(1, rank) - 1]);
    }
}
