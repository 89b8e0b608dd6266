package dev.twinset.worker.preflight.check;

import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterState.OpenTransaction;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Whether a producer left a transaction open on the topics of events: nothing behind it can be read until it ends,
 * while the group shows no lag.
 */
final class OpenTransactionsCheck implements ClusterCheck {
    static final String NAME = "transactions";

    /** The longest that a producer may take by default, {@code transaction.timeout.ms}. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    private final Clock clock;

    OpenTransactionsCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean atStart() {
        return false;
    }

    @Override
    public Finding examine(ClusterState state) {
        if (state.openTransactions().isEmpty()) {
            return Finding.unknown(NAME, "not asked");
        }
        AdminResult<List<OpenTransaction>> reply = state.openTransactions().get();
        if (reply.value().isEmpty()) {
            return Finding.unknown(
                    NAME,
                    reply.isForbidden()
                            ? "this user may not look at the producers (Read on the topics): see rights"
                            : "the brokers do not say: " + reply.why());
        }
        Notes notes = new Notes(NAME);
        List<OpenTransaction> open = reply.value().get();
        Instant now = clock.instant();
        for (OpenTransaction transaction : open) {
            Duration age = Duration.between(transaction.lastWrite(), now);
            if (age.compareTo(TOLERATED) > 0) {
                notes.warn(
                        "a transaction on " + transaction.partition() + " has been open without a write for "
                                + age.toSeconds() + " s (producer id " + transaction.producerId()
                                + "): what was written behind it cannot be read",
                        "stop or repair that producer; Kafka's kafka-transactions.sh finds hanging transactions and"
                                + " aborts them");
            }
        }
        return notes.finding(open.isEmpty() ? "none is open on the topics of events" : open.size() + " open");
    }
}
