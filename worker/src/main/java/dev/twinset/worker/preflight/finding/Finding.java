package dev.twinset.worker.preflight.finding;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What one check found.
 *
 * @param check its name, as {@code docs/doctor.md} lists it
 * @param found what was seen, for people
 * @param problems empty if all is well
 */
public record Finding(String check, State state, String found, List<Problem> problems) {
    public Finding {
        requireNonNull(check, "check is null");
        requireNonNull(state, "state is null");
        requireNonNull(found, "found is null");
        problems = List.copyOf(problems);
    }

    /** @param why there is nothing to check here */
    public static Finding skipped(String check, String why) {
        return new Finding(check, State.SKIPPED, why, List.of());
    }

    /** @param why it could not be looked at */
    public static Finding unknown(String check, String why) {
        return new Finding(check, State.UNKNOWN, why, List.of());
    }

    public static Finding failed(String check, String what, String remedy) {
        return new Notes(check).fail(what, remedy).finding("");
    }

    public static Finding blocked(String check, String what, String remedy) {
        return new Notes(check).block(what, remedy).finding("");
    }

    /** A bug in one check must not hide what the others find. */
    public static Finding guarded(String name, Callable<Finding> check) {
        try {
            return check.call();
        } catch (Exception | LinkageError e) {
            return failed(name, "the check itself failed: " + Text.of(e), "please report this as a bug in Twinset");
        }
    }

    /** Collects what a check sees; the worst of it is its state. One thread. */
    public static final class Notes {
        private final String check;
        private final List<Problem> problems = new ArrayList<>();

        public Notes(String check) {
            this.check = check;
        }

        public Notes warn(String what, String remedy) {
            return add(Severity.ADVICE, what, remedy);
        }

        public Notes fail(String what, String remedy) {
            return add(Severity.FAULT, what, remedy);
        }

        public Notes block(String what, String remedy) {
            return add(Severity.BLOCKER, what, remedy);
        }

        private Notes add(Severity severity, String what, String remedy) {
            problems.add(new Problem(severity, what, remedy));
            return this;
        }

        public boolean isEmpty() {
            return problems.isEmpty();
        }

        public Finding finding(String found) {
            State worst = problems.stream()
                    .map(Problem::state)
                    .max(Comparator.naturalOrder())
                    .orElse(State.OK);
            return new Finding(check, worst, found, problems);
        }
    }
}
