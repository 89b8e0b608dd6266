package dev.twinset.worker.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Problem;
import dev.twinset.worker.preflight.finding.State;
import dev.twinset.worker.preflight.finding.Text;
import java.util.List;
import java.util.Locale;

/** All findings, in the order in which a worker meets their subjects. */
record DoctorReport(List<Finding> findings) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CHECK_WIDTH = 15;

    DoctorReport {
        findings = List.copyOf(findings);
    }

    /** 0 if the worker can do its work, 1 if not or if nobody knows. */
    int exitCode() {
        return count(State.FAIL) + count(State.UNKNOWN) == 0 ? 0 : 1;
    }

    private long count(State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format(
                    Locale.ROOT, "%-4s  %-" + CHECK_WIDTH + "s", finding.state().mark(), finding.check()));
            text.append(Text.printable(finding.found()).stripTrailing());
            finding.problems().forEach(problem -> append(text, problem));
            text.append(System.lineSeparator());
        }
        return text.append(System.lineSeparator()).append(verdict()).toString();
    }

    private static void append(StringBuilder text, Problem problem) {
        String indent = System.lineSeparator() + " ".repeat(6);
        text.append(indent)
                .append(problem.state() == State.FAIL ? "! " : "? ")
                .append(Text.printable(problem.what()))
                .append(indent)
                .append("  -> ")
                .append(Text.printable(problem.remedy()));
    }

    private String verdict() {
        long failed = count(State.FAIL);
        long unknown = count(State.UNKNOWN);
        long warned = count(State.WARN);
        if (failed > 0) {
            return (failed == 1 ? "1 check fails" : failed + " checks fail")
                    + (unknown == 0 ? "" : ", " + unknown + " could not be looked at") + ": the worker cannot run";
        }
        if (unknown > 0) {
            return (unknown == 1 ? "1 check" : unknown + " checks")
                    + " could not be looked at: whether the worker can run is not known";
        }
        return warned == 0
                ? "all is well"
                : (warned == 1 ? "1 check warns" : warned + " checks warn") + ": the worker can do its work";
    }

    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("healthy", exitCode() == 0);
        json.put("unknown", count(State.UNKNOWN));
        ArrayNode checks = json.putArray("checks");
        for (Finding finding : findings) {
            ObjectNode check = checks.addObject()
                    .put("check", finding.check())
                    .put("state", finding.state().name().toLowerCase(Locale.ROOT))
                    .put("found", finding.found());
            ArrayNode problems = check.putArray("problems");
            finding.problems()
                    .forEach(problem -> problems.addObject()
                            .put("state", problem.state().name().toLowerCase(Locale.ROOT))
                            .put("what", problem.what())
                            .put("remedy", problem.remedy()));
        }
        return json.toString();
    }
}
