package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.producer.topics.TopicDiff;
import dev.twinset.producer.topics.TopicSetup;
import dev.twinset.producer.topics.TopicSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset topics create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Create the topics that are missing, and say where those that exist are not as they should be.",
            "",
            "Doing it again changes nothing. Partitions and copies of a topic that exists are never changed.",
            "",
            "A worker creates the feature log of its model itself, if it may. Where it may not, name the log with"
                    + " --feature-log; twinset doctor says its name."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the topics are as they should be, but for what is only advised",
            "1:failed, or a topic was left as it should not be",
            "2:wrong use"
        })
final class TopicsCreateCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Of each topic. Default: 12 for new ones, and any number is right.")
    private Optional<Integer> partitions = Optional.empty();

    @Option(
            names = {"--replication-factor", "--replication"},
            paramLabel = "N",
            description = "Copies of each partition. Default: for new topics as many as there are brokers, 3 at most,"
                    + " and any number is right.")
    private Optional<Short> replication = Optional.empty();

    @Option(
            names = "--feature-log",
            paramLabel = "TOPIC",
            description = "Also this feature log, such as catalog.features.6d58039b35ca. May be repeated.")
    private List<String> featureLogs = new ArrayList<>();

    @Option(
            names = "--fix",
            description = "Alter settings that are wrong, where Kafka will not delete records because of it.")
    private boolean fix;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<TopicDiff> reviews = new TopicSetup(kafka.clientConfig()).fulfil(wish());
        TopicReviews printed = new TopicReviews(reviews, dryRun);
        output.print(printed::text, printed::json);
        return printed.right() ? 0 : 1;
    }

    private TopicSpec wish() {
        List<TopicDefinition> topics = new ArrayList<>(TopicDefinitions.events(kafka.topics()));
        featureLogs.forEach(name -> topics.add(TopicDefinitions.featureLog(name)));
        try {
            return new TopicSpec(topics, partitions, replication, fix, dryRun);
        } catch (IllegalArgumentException e) {
            throw output.usageError("--" + e.getMessage());
        }
    }
}
