package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.producer.rejected.DeadLetter;
import dev.twinset.producer.rejected.ReasonAdvice;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Dead letters counted by reason. */
final class DeadLetterSummary {
    private static final String FORMAT = "%-20s  %10s  %10s  %s%n";

    private static final class Count {
        private long all;
        private long redriven;
    }

    private final Map<RejectionReason, Count> counts = new EnumMap<>(RejectionReason.class);
    private final Count total = new Count();
    private long foreign;

    /** Always true: there is more to count. */
    boolean add(DeadLetter letter, boolean redriven) {
        if (letter.image().isEmpty()) {
            foreign++;
            return true;
        }
        RejectedImage image = letter.image().get();
        count(counts.computeIfAbsent(image.rejection().reason(), reason -> new Count()), redriven);
        count(total, redriven);
        return true;
    }

    private static void count(Count count, boolean redriven) {
        count.all++;
        count.redriven += redriven ? 1 : 0;
    }

    String table() {
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, FORMAT, "reason", "count", "redriven", "redrive helps"));
        counts.forEach((reason, count) -> table.append(String.format(
                Locale.ROOT,
                FORMAT,
                reason,
                number(count.all),
                number(count.redriven),
                ReasonAdvice.of(reason).retryable() ? "once the cause is fixed" : "no")));
        table.append(String.format(Locale.ROOT, FORMAT, "all", number(total.all), number(total.redriven), ""));
        if (foreign > 0) {
            table.append(String.format(
                    Locale.ROOT, "%s records that this version cannot read as dead letters%n", number(foreign)));
        }
        return table.toString().stripTrailing();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    String json() {
        ObjectNode json = DeadLetterPrinter.object();
        ObjectNode reasons = json.putObject("reasons");
        counts.forEach((reason, count) -> reasons.putObject(reason.name())
                .put("count", count.all)
                .put("redriven", count.redriven)
                .put("mendable", ReasonAdvice.of(reason).retryable()));
        json.put("count", total.all);
        json.put("redriven", total.redriven);
        json.put("unreadable", foreign);
        return DeadLetterPrinter.line(json);
    }
}
