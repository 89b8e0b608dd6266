package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.Finding.Notes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a Kafka, new enough, answers at each address that was given, and at each that the brokers give themselves.
 */
final class BrokersCheck {
    static final String NAME = "brokers";
    private static final int PRODUCE = 0;
    private static final int END_TRANSACTION = 26;
    private static final int GROUP_HEARTBEAT = 68;
    private static final int PRODUCE_OF_4_0 = 12;
    private static final int END_TRANSACTION_OF_4_0 = 5;

    private BrokersCheck() {}

    /**
     * @param faulty words of kafka.bootstrap.servers that are no address
     * @param asked answers at the addresses of the settings
     * @param advertised answers at further addresses that the brokers name
     */
    static Finding examine(List<String> faulty, List<Knock> asked, List<Knock> advertised) {
        Notes notes = new Notes(NAME);
        faulty.forEach(word ->
                notes.fail("kafka.bootstrap.servers holds \"" + word + "\", which is no HOST:PORT", "correct it"));
        boolean anyAnswers = asked.stream().anyMatch(Knock::answered);
        for (Knock knock : asked) {
            knock.problem()
                    .filter(problem -> !knock.tlsProblem())
                    .ifPresent(problem -> add(notes, problem, anyAnswers));
        }
        for (Knock knock : advertised) {
            knock.problem()
                    .filter(problem -> !knock.tlsProblem())
                    .ifPresent(problem -> notes.fail(
                            "a broker tells its clients to come to " + knock.address() + ", but " + problem.what(),
                            "set advertised.listeners of that broker to an address that is reachable from here"));
        }
        asked.stream().filter(Knock::answered).forEach(knock -> judgeAge(notes, knock));
        return notes.finding(seen(asked));
    }

    /** The clients need one address to begin with. */
    private static void add(Notes notes, Problem problem, boolean anotherAnswers) {
        if (anotherAnswers) {
            notes.warn(problem.what() + "; another one answers", problem.remedy());
        } else {
            notes.fail(problem.what(), problem.remedy());
        }
    }

    static boolean isTooOld(Knock knock) {
        return knock.answered()
                && (knock.versions().getOrDefault(PRODUCE, 0) < PRODUCE_OF_4_0
                        || knock.versions().getOrDefault(END_TRANSACTION, 0) < END_TRANSACTION_OF_4_0
                        || !knock.versions().containsKey(GROUP_HEARTBEAT));
    }

    private static void judgeAge(Notes notes, Knock knock) {
        if (isTooOld(knock)) {
            notes.fail(
                    "the broker at " + knock.address() + " is older than Kafka 4.0 (it writes by version "
                            + knock.versions().getOrDefault(PRODUCE, 0) + " of the protocol, " + PRODUCE_OF_4_0
                            + " is needed): exactly-once breaks under faults",
                    "upgrade it to Kafka 4.0 or newer");
        }
    }

    private static String seen(List<Knock> asked) {
        return asked.stream()
                .map(knock -> knock.address()
                        + (knock.answered() ? " answers" : knock.tlsProblem() ? " is there, but see tls" : ""))
                .collect(Collectors.joining(", "));
    }
}
