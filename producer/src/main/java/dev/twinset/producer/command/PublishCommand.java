package dev.twinset.producer.command;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogArchive;
import dev.twinset.console.CommandOutput;
import dev.twinset.console.FailureText;
import dev.twinset.console.LimitOption;
import dev.twinset.console.Progress;
import dev.twinset.console.ShutdownInterrupt;
import dev.twinset.console.Terminal;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.PublishOptions;
import dev.twinset.producer.publish.PublishReport;
import dev.twinset.producer.topics.TopicCreator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twinset publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Publish a catalogue's images, each keyed by its item's id.",
            "",
            "PATH is a folder with styles.csv and images/<id>.jpg (Fashion Product Images, or one that twinset draw"
                    + " made), or any folder of images: a sub-folder is a category, a file's name without its ending"
                    + " is the item's id (with the sub-folder in front where two would be the same). A table (.csv) with"
                    + " the columns id and path says where each picture lies. A .zip, .tar, .tar.gz or .tgz file holds"
                    + " any of these; it is unpacked into a folder for temporary files (TMPDIR names another).",
            "",
            "Pictures end in .jpg, .jpeg, .png, .webp, .jpe or .jfif, or have no ending. Links are followed within the"
                    + " catalogue, never out of it. Columns are attributes; what an event has no room for is cut or left"
                    + " out. What is corrected or left out is noted at the end.",
            "",
            "Images that are missing, unreadable or too large (8 MiB) are listed at the end; the others are"
                    + " still published.",
            "",
            "With --by-reference the workers read the images from the folder or bucket that they were given"
                    + " (references.directory, references.s3.bucket): the catalogue's folder must lie there.",
            "",
            "Each upload can ask for something of its answer (--answer-limit, --filter, ...); a later upload of the item"
                    + " that asks for nothing gets the workers' defaults again.",
            "",
            "While it publishes, the ids that Kafka has acknowledged are kept in a state file; after an"
                    + " interruption, the same command with --resume skips those. The file is removed when everything"
                    + " is published."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:done, also if some images were missing",
            "1:failed or interrupted, or nothing could be published",
            "2:wrong use"
        })
public final class PublishCommand implements Callable<Integer> {
    private static final String LIMIT = "--answer-limit";
    private static final Progress.Task PUBLISHING = new Progress.Task("publishing", "published", "images");

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "PATH", description = "The catalogue: a folder, a table or an archive.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path path;

    @Mixin
    private LimitOption limit = new LimitOption();

    @Option(names = "--rate", paramLabel = "N", description = "At most N images per second, evenly spaced.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--by-reference",
            description = "Send each image's path in the catalogue's folder, and its digest, in place of the image.")
    private boolean byReference;

    @Option(
            names = "--reference-prefix",
            paramLabel = "PREFIX",
            description =
                    "With --by-reference: where the catalogue's folder lies in the workers' folder or bucket, such"
                            + " as shop/2026. Default: it is the same.")
    private Optional<String> referencePrefix = Optional.empty();

    @Option(
            names = LIMIT,
            paramLabel = "N",
            description = "Items in each answer, 1 to 100. Default: the workers' setting, 5 at first.")
    private Optional<String> answerLimit = Optional.empty();

    @Mixin
    private AskOptions ask = new AskOptions();

    @Option(names = "--resume", description = "Leave out what an interrupted run has published.")
    private boolean resume;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "The state file. Default: one for each catalogue, topic and Kafka, in $XDG_STATE_HOME/twinset"
                    + " (~/.local/state/twinset).")
    private Optional<Path> state = Optional.empty();

    @Option(names = "--create-topics", description = "First create the topics that are missing.")
    private boolean createTopics;

    @Option(names = "--partitions", defaultValue = "12", description = "Of created topics. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(names = "--replication", defaultValue = "1", description = "Of created topics. Default: ${DEFAULT-VALUE}.")
    private short replication;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    @SuppressWarnings("try") // the interruption waits for the end of the block, and so for the folder to be deleted
    public Integer call() throws IOException, InterruptedException {
        PublishOptions options = options();
        if (!CatalogArchive.isArchive(path)) {
            return publish(Catalog.read(path), options);
        }
        if (byReference) {
            throw output.usageError("--by-reference needs a folder that the workers see too, and PATH is an archive");
        }
        String temporary = System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir", "/tmp"));
        try (ShutdownInterrupt interruption = new ShutdownInterrupt("the unpacked pictures to be deleted");
                CatalogArchive archive = CatalogArchive.unpack(path, Path.of(temporary))) {
            return publish(archive.catalog(), options);
        }
    }

    private int publish(Catalog catalog, PublishOptions given) throws IOException, InterruptedException {
        PublishOptions options = given;
        Map<String, Object> config = kafka.clientConfig();
        Topics topics = kafka.topics();
        if (createTopics) {
            TopicCreator.create(config, topics, partitions, replication);
        }
        Optional<Path> file = stateFile(topics, config);
        if (file.isPresent()) {
            options = options.withState(file.get(), resume);
        }
        PublishReport report = publish(new CatalogPublisher(config, topics), catalog, options);
        return report.interrupted() || report.nothing() ? 1 : 0;
    }

    @SuppressWarnings("try") // the interruption waits for the end of the block
    private PublishReport publish(CatalogPublisher publisher, Catalog catalog, PublishOptions options)
            throws IOException, InterruptedException {
        int items = Math.min(options.limit(), catalog.items().size());
        try (ShutdownInterrupt interruption = new ShutdownInterrupt("acknowledgements")) {
            PublishReport report;
            try (Progress progress =
                    Progress.choose(PUBLISHING, items, Terminal.isInteractive() && !output.json(), output.err())) {
                report = publisher.publish(catalog, options, (settled, all) -> progress.to(settled));
            }
            PublishOutcome outcome = new PublishOutcome(report, options.state().isPresent());
            output.print(outcome::text, outcome::json);
            return report;
        }
    }

    private PublishOptions options() {
        if (referencePrefix.isPresent() && !byReference) {
            throw output.usageError("--reference-prefix needs --by-reference");
        }
        try {
            return new PublishOptions(
                    limit.items(),
                    rate.orElse(Double.POSITIVE_INFINITY),
                    Optional.empty(),
                    false,
                    byReference ? referencePrefix.or(() -> Optional.of("")) : Optional.empty(),
                    ask.asked(LIMIT, answerLimit));
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
    }

    /** A state file that nobody asked for is a convenience: where it cannot be, publishing goes on without. */
    private Optional<Path> stateFile(Topics topics, Map<String, Object> config) throws IOException {
        if (state.isPresent()) {
            return state;
        }
        try {
            String servers = String.valueOf(config.get("bootstrap.servers"));
            return Optional.of(StateFiles.of(path, topics.images(), servers, System.getenv()));
        } catch (IOException e) {
            if (resume) {
                throw new IOException(
                        "there is no place for a state file, so nothing to resume: " + FailureText.of(e)
                                + "; name one with --state FILE",
                        e);
            }
            output.err()
                    .println("no state file is kept (" + FailureText.of(e) + "): --state FILE names a place for one");
            return Optional.empty();
        }
    }
}
