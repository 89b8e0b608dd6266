package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.producer.rejected.DeadLetter;
import dev.twinset.producer.rejected.DeadLetterFilter;
import dev.twinset.producer.rejected.RejectedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset rejected list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List dead letters, the newest first, or count them by reason.",
            "",
            "Reads the topic up to its present end. Each line shows when the event was rejected, its"
                    + " position, the reason, the item, the detail, how often it was replayed, and whether it was"
                    + " sent again since."
        })
final class RejectedListCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private DeadLetterOptions which = new DeadLetterOptions();

    @Option(names = "--summary", description = "Only count them, by reason.")
    private boolean summary;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The newest N, or with --oldest-first the oldest. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--all", description = "All, as they are read: in order within a partition, however many.")
    private boolean all;

    @Option(names = "--oldest-first", description = "The oldest first.")
    private boolean oldestFirst;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 1) {
            throw output.usageError("--limit is " + limit + ", expected 1 or more");
        }
        RejectedImages rejected = new RejectedImages(kafka.clientConfig(), kafka.topics());
        PrintWriter out = output.out();
        if (summary) {
            summarise(rejected, out);
        } else if (all) {
            printAll(rejected, out);
        } else {
            printSome(rejected, out);
        }
        out.flush();
        return 0;
    }

    private DeadLetterFilter filter() {
        return which.filter(output);
    }

    private void summarise(RejectedImages rejected, PrintWriter out) throws IOException, InterruptedException {
        DeadLetterSummary counts = new DeadLetterSummary();
        rejected.forEach(filter(), counts::add);
        out.println(output.json() ? counts.json() : counts.table());
    }

    private void printAll(RejectedImages rejected, PrintWriter out) throws IOException, InterruptedException {
        // a reader that has gone, as head(1) does, ends it
        rejected.forEach(filter(), (letter, redriven) -> {
            out.println(line(letter, redriven));
            return !out.checkError();
        });
    }

    private void printSome(RejectedImages rejected, PrintWriter out) throws IOException, InterruptedException {
        LimitedLines lines = new LimitedLines(limit, oldestFirst);
        rejected.forEach(filter(), (letter, redriven) -> {
            lines.add(letter, () -> line(letter, redriven));
            return true;
        });
        if (!output.json() && lines.seen() > 0) {
            out.println(DeadLetterPrinter.columns());
        }
        lines.inOrder().forEach(out::println);
        if (!output.json()) {
            out.println(lines.total());
        } else if (lines.seen() > limit) {
            // not among the dead letters, of which each has a line
            output.err()
                    .println(DeadLetterPrinter.line(DeadLetterPrinter.object().put("notShown", lines.seen() - limit)));
        }
    }

    private String line(DeadLetter letter, boolean redriven) {
        return output.json()
                ? DeadLetterPrinter.line(DeadLetterPrinter.json(letter, redriven))
                : DeadLetterPrinter.row(letter, redriven);
    }
}
