package dev.twinset.cli.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.cli.torture.ledger.LedgerReport;
import dev.twinset.cli.torture.ledger.LedgerReport.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param injected faults by name, in the order of their definition
 * @param endedWorkers workers that ended though the run did not end them, in their words
 */
record TortureReport(
        long seed, Map<String, Integer> injected, long seconds, List<String> endedWorkers, LedgerReport ledger) {
    boolean kept() {
        return ledger.kept() && endedWorkers.isEmpty();
    }

    String json() {
        try {
            return JsonMapper.builder().build().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For people; also a table in Markdown. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("| fault | injected | next answer p50, s | p95, s |");
        lines.add("|---|---:|---:|---:|");
        injected.forEach((name, count) -> {
            Recovery recovery = ledger.recovery().get(name);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s |",
                    name,
                    count,
                    recovery == null ? "" : seconds(recovery.p50Millis()),
                    recovery == null ? "" : seconds(recovery.p95Millis())));
        });
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "seed %d, %s: %,d events; %,d answers (%,d searched again), %,d dead letters, %,d withdrawals",
                seed,
                Duration.ofSeconds(seconds),
                ledger.events(),
                ledger.answers(),
                ledger.recomputed(),
                ledger.deadLetters(),
                ledger.withdrawals()));
        if (kept()) {
            lines.add("every promise was kept");
        }
        ledger.violated().forEach((promise, count) -> {
            lines.add("BROKEN " + promise + ": " + count);
            ledger.violations().getOrDefault(promise, List.of()).forEach(one -> lines.add("  " + one));
        });
        endedWorkers.forEach(one -> lines.add("A WORKER ENDED: " + one));
        return String.join(System.lineSeparator(), lines);
    }

    private static String seconds(long millis) {
        return millis == Long.MAX_VALUE ? "never" : String.format(Locale.ROOT, "%.1f", millis / 1e3);
    }
}
