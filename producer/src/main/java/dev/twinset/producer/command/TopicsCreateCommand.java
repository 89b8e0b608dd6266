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
            "Create missing topics, and report wrong settings of existing ones.",
            "",
            "Running it again changes nothing. The partitions and replicas of an existing topic are never"
                    + " changed.",
            "",
            "A worker creates the changelog of its model if it has the right to. Otherwise create it with"
                    + " --feature-log; twinset doctor prints its name."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the topics are right, apart from advice",
            "1:failed, or a topic is still wrong",
            "2:wrong use"
        })
final class TopicsCreateCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of each topic. Default: 12 for new topics; existing ones may have any number.")
    private Optional<Integer> partitions = Optional.empty();

    @Option(
            names = {"--replication-factor", "--replication"},
            paramLabel = "N",
            description =
                    "Replicas of each partition. Default: for new topics the number of brokers, at most 3; existing"
                            + " ones may have any number.")
    private Optional<Short> replication = Optional.empty();

    @Option(
            names = "--feature-log",
            paramLabel = "TOPIC",
            description = "Also create this changelog, such as catalog.features.6d58039b35ca. May be repeated.")
    private List<String> changelogs = new ArrayList<>();

    @Option(names = "--fix", description = "Correct wrong settings, unless Kafka would delete records because of it.")
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
        changelogs.forEach(name -> topics.add(TopicDefinitions.changelog(name)));
        try {
            return new TopicSpec(topics, partitions, replication, fix, dryRun);
        } catch (IllegalArgumentException e) {
            throw output.usageError("--" + e.getMessage());
        }
    }
}
