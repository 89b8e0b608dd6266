package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.console.Terminal;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.producer.rejected.DeadLetter;
import dev.twinset.producer.rejected.DeadLetterFilter;
import dev.twinset.producer.rejected.RejectedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twinset rejected show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Show everything about one dead letter, and what to do about it.",
            "",
            "WHICH is a position as list prints it (3@42), or the id of an item or an event: then its newest dead letters"
                    + " are shown, 10 at most."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:shown", "1:there is none", "2:wrong use"})
final class RejectedShowCommand implements Callable<Integer> {
    private static final Pattern POSITION = Pattern.compile("([0-9]{1,9})@([0-9]{1,18})");
    private static final int MOST = 10;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Parameters(paramLabel = "WHICH", description = "PARTITION@OFFSET, or the id of an item or an event.")
    private String which = "";

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        RejectedImages rejected = new RejectedImages(kafka.clientConfig(), kafka.topics());
        LimitedLines found = new LimitedLines(MOST, false);
        RejectedImages.Visitor visitor = (letter, redriven) -> {
            found.add(letter, () -> text(letter, redriven, rejected.obstacle(letter)));
            return true;
        };
        Matcher position = POSITION.matcher(which);
        if (position.matches()) {
            rejected.at(Integer.parseInt(position.group(1)), Long.parseLong(position.group(2)), visitor);
        } else {
            rejected.forEach(
                    DeadLetterFilter.ALL, (letter, redriven) -> !meant(letter) || visitor.letter(letter, redriven));
        }
        if (found.seen() == 0) {
            throw new IOException("there is no dead letter " + Terminal.escape(which) + " on topic "
                    + kafka.topics().rejected() + " of Kafka at "
                    + kafka.clientConfig().get("bootstrap.servers")
                    + ": expected PARTITION@OFFSET such as 3@42, or the id of an item or an event, as twinset rejected list"
                    + " shows them; retention may have removed older ones");
        }
        PrintWriter out = output.out();
        found.inOrder().forEach(out::println);
        if (found.seen() > MOST) {
            long more = found.seen() - MOST;
            output.err()
                    .println(
                            output.json()
                                    ? DeadLetterPrinter.line(
                                            DeadLetterPrinter.object().put("notShown", more))
                                    : more + " older ones of it are not shown");
        }
        out.flush();
        return 0;
    }

    private boolean meant(DeadLetter letter) {
        return letter.item().equals(which)
                || letter.image()
                        .map(RejectedImage::eventId)
                        .filter(which::equals)
                        .isPresent();
    }

    private String text(DeadLetter letter, boolean redriven, Optional<String> obstacle) {
        return output.json()
                ? DeadLetterPrinter.line(DeadLetterPrinter.wholeJson(letter, redriven, obstacle))
                : DeadLetterPrinter.whole(letter, redriven, obstacle);
    }
}
