package dev.twinset.worker.preflight.check;

import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.preflight.cluster.ClusterUse;

/** The command that fixes topics, ready to be copied: with the addresses and names that differ from the defaults. */
final class TopicsCommandLine {
    private static final Topics STANDARD = Topics.DEFAULT;

    private final String command;

    TopicsCommandLine(ClusterUse use) {
        Topics topics = use.topics();
        boolean secured = use.admin().containsKey("security.protocol"); // the clients need more than the address
        command = "./twinset topics create"
                + option("--bootstrap", use.bootstrap(), "localhost:9092")
                + option("--images-topic", topics.images(), STANDARD.images())
                + option("--queries-topic", topics.queries(), STANDARD.queries())
                + option("--attributes-topic", topics.attributes(), STANDARD.attributes())
                + option("--models-topic", topics.models(), STANDARD.models())
                + option("--recommendations-topic", topics.recommendations(), STANDARD.recommendations())
                + option("--rejected-topic", topics.rejected(), STANDARD.rejected())
                + (secured ? " --command-config FILE" : "");
    }

    private static String option(String name, String value, String standard) {
        return value.equals(standard) ? "" : " " + name + " " + value;
    }

    String create() {
        return command;
    }

    String fix() {
        return command + " --fix";
    }

    String withChangelog(String log) {
        return command + " --feature-log " + log;
    }
}
