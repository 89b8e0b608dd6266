package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

/**
 * @param state WARN or FAIL
 * @param what is wrong, one sentence
 * @param remedy what a person can do
 */
record Problem(State state, String what, String remedy) {
    Problem {
        requireNonNull(state, "state is null");
        requireNonNull(what, "what is null");
        requireNonNull(remedy, "remedy is null");
    }
}
