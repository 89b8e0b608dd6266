package dev.twinset.cli.demo;

import dev.twinset.contract.rejection.RejectionReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How a demo ended.
 *
 * @param elapsed from the first upload to the last answer
 * @param median upload to the answer's arrival, as is {@code p99}
 * @param recall of approximate answers: how much of what brute force finds is in them
 * @param violated how often a promise was broken
 * @param violations the first of those, in words
 */
record DemoSummary(
        long published,
        long recommended,
        long rejected,
        Map<RejectionReason, Integer> reasons,
        Duration elapsed,
        Duration median,
        Duration p99,
        OptionalDouble recall,
        int violated,
        List<String> violations) {
    DemoSummary {
        Map<RejectionReason, Integer> copy = new EnumMap<>(RejectionReason.class);
        copy.putAll(reasons);
        reasons = Collections.unmodifiableMap(copy);
        violations = List.copyOf(violations);
    }

    boolean kept() {
        return violated == 0;
    }

    double imagesPerSecond() {
        return elapsed.isZero() ? 0 : (recommended + rejected) / seconds(elapsed);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "published    %,9d", published));
        lines.add(String.format(Locale.ROOT, "recommended  %,9d", recommended));
        lines.add(String.format(Locale.ROOT, "rejected     %,9d%s", rejected, inWords(reasons)));
        lines.add(String.format(
                Locale.ROOT, "seconds      %9.1f   (%,.0f images/s)", seconds(elapsed), imagesPerSecond()));
        lines.add(String.format(
                Locale.ROOT,
                "upload to result: p50 %.2f s, p99 %.2f s (waiting in the queue included)",
                seconds(median),
                seconds(p99)));
        recall.ifPresent(share -> lines.add(
                String.format(Locale.ROOT, "recall@5     %9.3f   (of what a search by brute force finds)", share)));
        if (kept()) {
            lines.add("checked: every upload has one answer; each of five different items, none itself, best first"
                    + (recall.isPresent() ? ", each score exact" : ""));
        } else {
            lines.add("BROKEN PROMISES: " + violated);
            violations.forEach(violation -> lines.add("  " + violation));
        }
        return lines;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"published\":%d,\"recommended\":%d,\"rejected\":%d,\"rejections\":{%s},\"seconds\":%.3f,"
                        + "\"imagesPerSecond\":%.1f,\"uploadToResultSeconds\":{\"p50\":%.4f,\"p99\":%.4f},\"violations\":%d%s}",
                published,
                recommended,
                rejected,
                reasons.entrySet().stream()
                        .map(reason -> "\"" + reason.getKey() + "\":" + reason.getValue())
                        .collect(Collectors.joining(",")),
                seconds(elapsed),
                imagesPerSecond(),
                seconds(median),
                seconds(p99),
                violated,
                recall.isEmpty() ? "" : String.format(Locale.ROOT, ",\"recall\":%.4f", recall.getAsDouble()));
    }

    private static String inWords(Map<RejectionReason, Integer> reasons) {
        return reasons.isEmpty()
                ? ""
                : reasons.entrySet().stream()
                        .map(reason -> reason.getKey() + " " + reason.getValue())
                        .collect(Collectors.joining(", ", "   (", ")"));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
