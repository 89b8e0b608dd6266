package dev.twinset.worker.preflight.connection;

import dev.twinset.kafka.probe.Fault;
import dev.twinset.kafka.probe.ProbeResult;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a recent Kafka answers at each address of the settings, and at each that the brokers advertise. */
public final class BrokersCheck {
    public static final String NAME = "brokers";
    private static final int PRODUCE = 0;
    private static final int END_TRANSACTION = 26;
    private static final int GROUP_HEARTBEAT = 68;
    private static final int PRODUCE_OF_4_0 = 12;
    private static final int END_TRANSACTION_OF_4_0 = 5;

    private BrokersCheck() {}

    /**
     * @param faulty words of kafka.bootstrap.servers that are not addresses
     * @param configured results at the addresses of the settings
     * @param advertised results at further addresses that the brokers advertise
     */
    static Finding examine(List<String> faulty, List<ProbeResult> configured, List<ProbeResult> advertised) {
        Notes notes = new Notes(NAME);
        faulty.forEach(word ->
                notes.fail("kafka.bootstrap.servers holds \"" + word + "\", which is not HOST:PORT", "correct it"));
        boolean anyAnswers = configured.stream().anyMatch(ProbeResult::answered);
        for (ProbeResult probe : configured) {
            probe.fault().ifPresent(fault -> add(notes, fault, anyAnswers));
        }
        for (ProbeResult probe : advertised) {
            probe.fault()
                    .ifPresent(fault -> notes.fail(
                            "a broker advertises the address " + probe.address() + ", but " + fault.what(),
                            "set advertised.listeners of that broker to an address that is reachable from here"));
        }
        configured.stream().filter(ProbeResult::answered).forEach(probe -> judgeAge(notes, probe));
        return notes.finding(seen(configured));
    }

    /** The clients need one address to begin with. */
    private static void add(Notes notes, Fault fault, boolean anotherAnswers) {
        if (anotherAnswers) {
            notes.warn(fault.what() + "; another one answers", fault.remedy());
        } else {
            notes.fail(fault.what(), fault.remedy());
        }
    }

    static boolean isTooOld(ProbeResult probe) {
        return probe.answered()
                && (probe.versions().getOrDefault(PRODUCE, 0) < PRODUCE_OF_4_0
                        || probe.versions().getOrDefault(END_TRANSACTION, 0) < END_TRANSACTION_OF_4_0
                        || !probe.versions().containsKey(GROUP_HEARTBEAT));
    }

    private static void judgeAge(Notes notes, ProbeResult probe) {
        if (isTooOld(probe)) {
            notes.fail(
                    "the broker at " + probe.address() + " is older than Kafka 4.0 (it writes by version "
                            + probe.versions().getOrDefault(PRODUCE, 0) + " of the protocol, " + PRODUCE_OF_4_0
                            + " is needed): exactly-once breaks under faults",
                    "upgrade it to Kafka 4.0 or newer");
        }
    }

    private static String seen(List<ProbeResult> configured) {
        return configured.stream()
                .map(probe -> probe.address()
                        + (probe.answered() ? " answers" : probe.handshakeFailed() ? " is up, but see tls" : ""))
                .collect(Collectors.joining(", "));
    }
}
