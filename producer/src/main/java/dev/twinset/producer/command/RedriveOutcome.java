package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.producer.rejected.RedriveReport;
import dev.twinset.producer.rejected.RedriveReport.Stop;
import dev.twinset.producer.rejected.SkipReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is printed when a redrive ends. */
record RedriveOutcome(RedriveReport report) {
    /** Whether all that was asked for came about. */
    boolean good() {
        boolean answered = report.outcome()
                .map(outcome -> outcome.rejected().isEmpty() && outcome.open() == 0)
                .orElse(true);
        return answered && (report.stop() == Stop.DONE || report.stop() == Stop.DRY_RUN);
    }

    String text() {
        StringBuilder text = new StringBuilder(first());
        if (!report.chosen().isEmpty()) {
            text.append(' ').append(new TreeMap<>(report.chosen()));
        }
        new TreeMap<>(report.leftOut())
                .forEach((why, count) ->
                        line(text, String.format(Locale.ROOT, "left out: %,d, it %s", count, why.sentence())));
        report.outcome().ifPresent(outcome -> {
            line(text, String.format(Locale.ROOT, "answered: %,d", outcome.answered()));
            if (!outcome.rejected().isEmpty()) {
                line(text, "rejected again: " + new TreeMap<>(outcome.rejected()));
            }
            if (outcome.open() > 0) {
                line(
                        text,
                        String.format(
                                Locale.ROOT,
                                "not answered yet: %,d; is a worker running, and has it caught up?",
                                outcome.open()));
            }
        });
        return text.toString();
    }

    private String first() {
        long chosen =
                report.chosen().values().stream().mapToLong(count -> count).sum();
        return switch (report.stop()) {
            case DRY_RUN -> String.format(Locale.ROOT, "would send again: %,d", chosen);
            case DECLINED -> String.format(Locale.ROOT, "nothing was sent; chosen: %,d", chosen);
            case INTERRUPTED ->
                String.format(
                        Locale.ROOT,
                        "interrupted: %,d of %,d sent again; run the same command to continue",
                        report.redriven(),
                        chosen);
            case DONE ->
                String.format(
                        Locale.ROOT,
                        "sent again: %,d of %,d in %.1f s",
                        report.redriven(),
                        chosen,
                        report.elapsed().toNanos() / 1e9);
        };
    }

    private static void line(StringBuilder text, String line) {
        text.append(System.lineSeparator()).append(line);
    }

    String json() {
        ObjectNode json = DeadLetterPrinter.object();
        json.put("stop", report.stop().name().toLowerCase(Locale.ROOT));
        counts(json.putObject("chosen"), report.chosen());
        json.put("redriven", report.redriven());
        Map<SkipReason, Long> leftOut = new EnumMap<>(SkipReason.class);
        for (SkipReason why : SkipReason.values()) {
            leftOut.put(why, report.leftOut().getOrDefault(why, 0L));
        }
        counts(json.putObject("leftOut"), leftOut);
        json.put("seconds", report.elapsed().toNanos() / 1e9);
        report.outcome().ifPresent(outcome -> {
            json.put("answered", outcome.answered());
            counts(json.putObject("rejectedAgain"), outcome.rejected());
            json.put("unanswered", outcome.open());
        });
        return DeadLetterPrinter.line(json);
    }

    private static <E extends Enum<E>> void counts(ObjectNode json, Map<E, Long> counts) {
        new TreeMap<>(counts).forEach((name, count) -> json.put(name.name(), count));
    }
}
