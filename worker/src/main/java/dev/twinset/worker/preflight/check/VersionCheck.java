package dev.twinset.worker.preflight.check;

import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.Map;

/** Whether the cluster's feature levels are those that exactly-once and the workers' group need. */
final class VersionCheck implements ClusterCheck {
    static final String NAME = "version";
    private static final int TRANSACTIONS = 2;
    private static final int GROUPS = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding examine(ClusterState state) {
        if (state.featureLevels().value().isEmpty()) {
            return Finding.unknown(
                    NAME, "the brokers do not say: " + state.featureLevels().why());
        }
        Map<String, Integer> levels = state.featureLevels().value().get();
        Notes notes = new Notes(NAME);
        require(notes, levels, "transaction.version", TRANSACTIONS, "exactly-once breaks under faults");
        require(notes, levels, "group.version", GROUPS, "workers cannot form a group");
        return notes.finding("transaction.version " + level(levels, "transaction.version") + ", group.version "
                + level(levels, "group.version") + ", metadata.version " + level(levels, "metadata.version"));
    }

    private static void require(Notes notes, Map<String, Integer> levels, String feature, int least, String otherwise) {
        if (level(levels, feature) < least) {
            notes.block(
                    feature + " is " + level(levels, feature) + ", expected " + least + " or newer: " + otherwise,
                    "on Kafka 4.0 or newer run kafka-features.sh upgrade --feature " + feature + "=" + least);
        }
    }

    private static int level(Map<String, Integer> levels, String feature) {
        return levels.getOrDefault(feature, 0);
    }
}
