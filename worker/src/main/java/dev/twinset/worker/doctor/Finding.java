package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one check found.
 *
 * @param check its name, as {@code docs/doctor.md} lists it
 * @param found what was seen, for people
 * @param problems empty if all is well
 */
record Finding(String check, State state, String found, List<Problem> problems) {
    Finding {
        requireNonNull(check, "check is null");
        requireNonNull(state, "state is null");
        requireNonNull(found, "found is null");
        problems = List.copyOf(problems);
    }

    /** @param why it could not be looked at */
    static Finding skipped(String check, String why) {
        return new Finding(check, State.SKIPPED, why, List.of());
    }

    static Finding failed(String check, String what, String remedy) {
        return new Notes(check).fail(what, remedy).finding("");
    }

    /** Collects what a check sees; the worst of it is its state. One thread. */
    static final class Notes {
        private final String check;
        private final List<Problem> problems = new ArrayList<>();

        Notes(String check) {
            this.check = check;
        }

        Notes warn(String what, String remedy) {
            problems.add(new Problem(State.WARN, what, remedy));
            return this;
        }

        Notes fail(String what, String remedy) {
            problems.add(new Problem(State.FAIL, what, remedy));
            return this;
        }

        boolean isEmpty() {
            return problems.isEmpty();
        }

        Finding finding(String found) {
            State worst = problems.stream()
                    .map(Problem::state)
                    .max(Comparator.naturalOrder())
                    .orElse(State.OK);
            return new Finding(check, worst, found, problems);
        }
    }
}
