package dev.twinset.worker.preflight;

import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Problem;
import dev.twinset.worker.preflight.finding.Severity;
import dev.twinset.worker.preflight.finding.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts what the checks found into what stops the start and what is only logged. One thread. */
final class StartFaults {
    private static final Logger log = LoggerFactory.getLogger(StartFaults.class);

    private final Map<String, String> whatByRemedy = new LinkedHashMap<>();

    void add(Finding finding) {
        for (Problem problem : finding.problems()) {
            if (problem.severity() == Severity.BLOCKER) {
                whatByRemedy.merge(problem.remedy(), problem.what(), (one, other) -> one + ", " + other);
            } else {
                log.warn("{} -> {}", Text.printable(problem.what()), Text.printable(problem.remedy()));
            }
        }
    }

    /** What stops the start, each group with its remedy; empty if nothing does. */
    Optional<String> sentence() {
        return whatByRemedy.isEmpty()
                ? Optional.empty()
                : Optional.of(whatByRemedy.entrySet().stream()
                        .map(entry -> entry.getValue() + " -> " + entry.getKey())
                        .collect(Collectors.joining("; ")));
    }
}
