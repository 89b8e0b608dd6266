package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.Finding.Notes;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** Whether the cluster as a whole runs by the rules that exactly-once and the worker's groups need. */
final class VersionCheck {
    static final String NAME = "version";
    private static final int TRANSACTIONS = 2;
    private static final int GROUPS = 1;

    private VersionCheck() {}

    static Finding examine(ClusterFacts facts) {
        Optional<FeatureMetadata> known = facts.features().value();
        if (known.isEmpty()) {
            return Finding.skipped(
                    NAME, "the brokers do not tell: " + facts.features().why());
        }
        Map<String, FinalizedVersionRange> levels = known.get().finalizedFeatures();
        Notes notes = new Notes(NAME);
        require(notes, levels, "transaction.version", TRANSACTIONS, "exactly-once breaks under faults");
        require(notes, levels, "group.version", GROUPS, "workers cannot form a group");
        return notes.finding("transaction.version " + level(levels, "transaction.version") + ", group.version "
                + level(levels, "group.version") + ", metadata.version " + level(levels, "metadata.version"));
    }

    private static void require(
            Notes notes, Map<String, FinalizedVersionRange> levels, String feature, int least, String otherwise) {
        if (level(levels, feature) < least) {
            notes.fail(
                    feature + " is " + level(levels, feature) + ", expected " + least + " or newer: " + otherwise,
                    "on Kafka 4.0 or newer run kafka-features.sh upgrade --feature " + feature + "=" + least);
        }
    }

    private static int level(Map<String, FinalizedVersionRange> levels, String feature) {
        return Optional.ofNullable(levels.get(feature))
                .map(FinalizedVersionRange::maxVersionLevel)
                .map(Short::intValue)
                .orElse(0);
    }
}
