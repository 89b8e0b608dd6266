package dev.twinset.cli.torture.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the ledger found.
 *
 * @param events sent and acknowledged
 * @param recomputed answers that were searched again by brute force
 * @param violations by promise, I1 to I8 and G1 to G5: the first of each in words
 * @param violated by promise: how many
 * @param recovery by fault: from the fault to the next committed answer
 */
public record LedgerReport(
        long events,
        long answers,
        long deadLetters,
        long withdrawals,
        long recomputed,
        Map<String, List<String>> violations,
        Map<String, Long> violated,
        Map<String, Recovery> recovery) {
    /**
     * From a fault to the next committed answer.
     *
     * @param faults how many there were
     * @param p50Millis nearest rank, as is {@code p95Millis}
     */
    public record Recovery(int faults, long p50Millis, long p95Millis) {}

    public LedgerReport {
        violations = new TreeMap<>(violations);
        violated = new TreeMap<>(violated);
        recovery = new TreeMap<>(recovery);
    }

    @JsonIgnore
    public boolean kept() {
        return violated.isEmpty();
    }
}
