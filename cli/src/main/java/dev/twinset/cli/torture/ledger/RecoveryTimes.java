package dev.twinset.cli.torture.ledger;

import dev.twinset.cli.torture.ledger.LedgerReport.Recovery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How long it took from each fault to the next committed answer. */
final class RecoveryTimes {
    private record Fault(String name, long atMillis) {}

    private final List<Fault> faults = new ArrayList<>();
    private final TreeSet<Long> answers = new TreeSet<>();

    void fault(String name, long atMillis) {
        faults.add(new Fault(name, atMillis));
    }

    void answer(long atMillis) {
        answers.add(atMillis);
    }

    /** A fault that no answer followed counts as the longest time there is. */
    Map<String, Recovery> byFault() {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (Fault fault : faults) {
            Long next = answers.higher(fault.atMillis());
            times.computeIfAbsent(fault.name(), name -> new ArrayList<>())
                    .add(next == null ? Long.MAX_VALUE : next - fault.atMillis());
        }
        Map<String, Recovery> recovery = new TreeMap<>();
        times.forEach((name, each) -> {
            List<Long> sorted = each.stream().sorted().toList();
            recovery.put(name, new Recovery(sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.95)));
        });
        return recovery;
    }

    private static long quantile(List<Long> sorted, double q) {
        return sorted.get(Math.max(0, (int) Math.ceil(q * sorted.size()) - 1));
    }
}
