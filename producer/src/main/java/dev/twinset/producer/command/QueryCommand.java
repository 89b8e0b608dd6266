package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.ImageQuery;
import dev.twinset.producer.answer.OptionFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twinset query}. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Ask which items look most like an image, and print the answer. The image is not added to the catalogue."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:answered", "1:rejected, or no answer in time", "2:wrong use"})
public final class QueryCommand implements Callable<Integer> {
    private static final String LIMIT = "--limit";
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "IMAGE", description = "A JPEG, PNG or WebP file of at most 8 MiB.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path image;

    @Option(
            names = LIMIT,
            paramLabel = "N",
            description = "Items in the answer, 1 to 100. Default: the workers' setting, 5 at first.")
    private Optional<String> limit = Optional.empty();

    @Mixin
    private AskOptions ask = new AskOptions();

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "What is known of the image, such as gender=Women, for a filter to compare with. May be"
                    + " repeated.")
    private Map<String, String> attributes = new TreeMap<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (timeout < 1) {
            throw output.usageError("--timeout is " + timeout + ", expected 1 or more");
        }
        Map<String, String> asked = asked();
        Answer answer = new ImageQuery(kafka.clientConfig(), kafka.topics())
                .ask(bytes(), attributes, asked, Duration.ofSeconds(timeout));
        output.print(() -> AnswerPrinter.table(answer), () -> AnswerPrinter.json(answer));
        return answer instanceof Answer.Recommended ? 0 : 1;
    }

    private Map<String, String> asked() {
        Map<String, String> asked = ask.asked(LIMIT, limit);
        for (String name : attributes.keySet()) {
            if (!name.matches("[a-z0-9]+") || HeaderNames.RESERVED.contains(HeaderNames.PREFIX + name)) {
                throw output.usageError("--attribute has the name \"" + name
                        + "\", expected lower-case letters and digits as in a filter, and no name of an option or of"
                        + " CloudEvents");
            }
        }
        OptionFault.ofQuery(asked, attributes).ifPresent(fault -> {
            throw output.usageError("--filter " + fault.rest() + ", or --attribute NAME=VALUE");
        });
        return asked;
    }

    private byte[] bytes() throws IOException {
        if (!Files.exists(image)) {
            throw new IOException("no image at " + image.toAbsolutePath() + ": the file does not exist");
        }
        if (!Files.isRegularFile(image)) {
            throw new IOException("no image at " + image.toAbsolutePath() + ": it is not a file");
        }
        long size = Files.size(image);
        if (size == 0 || size > MAX_BYTES) {
            throw new IOException(image + " has " + size + " bytes, expected 1 to " + MAX_BYTES + " (8 MiB)");
        }
        return Files.readAllBytes(image);
    }
}
