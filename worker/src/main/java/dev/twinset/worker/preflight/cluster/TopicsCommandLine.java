package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.Topics;

/** The command that fixes topics, ready to be copied: with the addresses and names that differ from the defaults. */
final class TopicsCommandLine {
    private static final Topics STANDARD = Topics.DEFAULT;

    private final String command;

    /** @param secured whether the clients need more settings than the address */
    TopicsCommandLine(String bootstrap, boolean secured, Topics topics) {
        requireNonNull(bootstrap, "bootstrap is null");
        command = "./twinset topics create"
                + option("--bootstrap", bootstrap, "localhost:9092")
                + option("--images-topic", topics.images(), STANDARD.images())
                + option("--queries-topic", topics.queries(), STANDARD.queries())
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
