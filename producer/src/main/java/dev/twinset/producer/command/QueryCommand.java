package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.ImageQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "IMAGE", description = "A JPEG, PNG or WebP file of at most 8 MiB.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path image;

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
        Answer answer = new ImageQuery(kafka.clientConfig(), kafka.topics()).ask(bytes(), Duration.ofSeconds(timeout));
        output.print(() -> AnswerPrinter.table(answer), () -> AnswerPrinter.json(answer));
        return answer instanceof Answer.Recommended ? 0 : 1;
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
