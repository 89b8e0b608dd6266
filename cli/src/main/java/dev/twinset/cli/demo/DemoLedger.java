package dev.twinset.cli.demo;

import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps count of what came back and holds each answer against what Twinset promises: one answer for each upload, of
 * five different items, fewer only while the catalogue holds fewer, none the item itself, best first. Not for several
 * threads.
 */
final class DemoLedger {
    private static final int WANTED = 5;
    private static final int VIOLATIONS_KEPT = 10;

    private final Set<String> catalogue;
    private final Set<String> answered = new HashSet<>();
    private final Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
    private final List<String> violations = new ArrayList<>();
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
        if (all.size() != Math.min(WANTED, others)) {
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
