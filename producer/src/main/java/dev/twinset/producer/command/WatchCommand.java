package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.RecommendationSubscriber;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset watch}. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Print recommendations and rejections as they arrive, until interrupted.",
            "",
            "Each line shows an item, then the items that look most like it, best first, with the cosine of"
                    + " their features and, in parentheses, the probability that they are of the same kind. \"=\" goes"
                    + " before items with the same image, and items marked \"fallback\" are outside the filter that"
                    + " was asked for. Reasons, if they were asked for, are on lines of their own. --json"
                    + " prints one object per line: results as they were received, and rejected or deleted items as"
                    + " objects with that status."
        })
public final class WatchCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(250);

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--from-beginning", description = "Begin with what is there already.")
    private boolean fromBeginning;

    @Option(names = "--exit-at-end", description = "End when all has been printed that was there at the start.")
    private boolean exitAtEnd;

    @Option(names = "--limit", paramLabel = "N", description = "End after N lines.")
    private Optional<Integer> limit = Optional.empty();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        int most = limit.orElse(Integer.MAX_VALUE);
        if (most < 1) {
            throw output.usageError("--limit is " + most + ", expected 1 or more");
        }
        try (RecommendationSubscriber subscriber =
                new RecommendationSubscriber(kafka.clientConfig(), kafka.topics(), fromBeginning)) {
            print(subscriber, most);
        }
        return 0;
    }

    private void print(RecommendationSubscriber subscriber, int most) throws IOException {
        PrintWriter out = output.out();
        int printed = 0;
        // a reader that has gone, as head(1) does, ends it
        while (!out.checkError() && !(exitAtEnd && subscriber.atEnd())) {
            for (Answer answer : subscriber.poll(POLL)) {
                out.println(output.json() ? AnswerPrinter.json(answer) : AnswerPrinter.row(answer));
                printed++;
                if (printed == most) {
                    out.flush();
                    return;
                }
            }
        }
    }
}
