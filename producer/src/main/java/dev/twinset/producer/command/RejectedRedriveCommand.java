package dev.twinset.producer.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.console.ShutdownInterrupt;
import dev.twinset.console.Terminal;
import dev.twinset.producer.rejected.RedriveOptions;
import dev.twinset.producer.rejected.RedrivePlan;
import dev.twinset.producer.rejected.RedriveReport;
import dev.twinset.producer.rejected.RejectedImages;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset rejected redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Send rejected events again, each exactly once, after the cause was fixed.",
            "",
            "The original key, bytes and headers go back to the partition they came from, with a header"
                    + " that counts the replays. Each transaction sends some events and marks them as sent, so a"
                    + " redrive that was killed can simply be run again. If two run at once, the later one takes over.",
            "",
            "Not sent, but counted at the end: events that were sent again before; events that would be"
                    + " rejected again, unless --reason names their reason; events that were replayed too often;"
                    + " images of items that were uploaded again or deleted since; dead letters that do not contain"
                    + " the whole event."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:done; with --wait, each was answered",
            "1:failed, interrupted or declined; with --wait, one was rejected again or not answered in time",
            "2:wrong use"
        })
final class RejectedRedriveCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private DeadLetterOptions which = new DeadLetterOptions();

    @Option(names = "--dry-run", description = "Only tell what would be sent.")
    private boolean dryRun;

    @Option(names = "--rate", paramLabel = "N", description = "At most N events per second, evenly spaced.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--max-replays",
            paramLabel = "N",
            defaultValue = "" + RedriveOptions.MAX_REPLAYS,
            description = "Leave out what has been sent again N times. Default: ${DEFAULT-VALUE}.")
    private int maxReplays;

    @Option(
            names = "--overwrite-newer",
            description = "Also images of items that were uploaded again or deleted since: the older image wins.")
    private boolean overwriteNewer;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            arity = "0..1",
            fallbackValue = "60s",
            converter = TimeConverter.OfDuration.class,
            description = "Wait for the answers for this long after the last event (60s if not given), and report how"
                    + " many were answered and how many were rejected again.")
    private Optional<Duration> timeout = Optional.empty();

    @Option(names = "--yes", description = "Do not ask on a terminal.")
    private boolean yes;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    @SuppressWarnings("try") // the interruption waits for the end of the block
    public Integer call() throws IOException, InterruptedException {
        RedriveOptions options = options();
        RejectedImages rejected = new RejectedImages(kafka.clientConfig(), kafka.topics());
        try (ShutdownInterrupt interruption = new ShutdownInterrupt("acknowledgements")) {
            RedriveReport report = redrive(rejected, options);
            RedriveOutcome outcome = new RedriveOutcome(report);
            output.print(outcome::text, outcome::json);
            return outcome.good() ? 0 : 1;
        }
    }

    private RedriveReport redrive(RejectedImages rejected, RedriveOptions options)
            throws IOException, InterruptedException {
        try (RedriveProgress progress = new RedriveProgress(Terminal.isInteractive() && !output.json(), output.err())) {
            return rejected.redrive(options, plan -> confirmed(plan) && progress.begin(plan.chosen()), progress);
        }
    }

    private boolean confirmed(RedrivePlan plan) {
        String question = String.format(Locale.ROOT, "Send %,d events again %s?", plan.chosen(), plan.reasons());
        return yes || !Terminal.isInteractive() || Terminal.confirm(question);
    }

    private RedriveOptions options() {
        try {
            return new RedriveOptions(
                    which.filter(output),
                    maxReplays,
                    overwriteNewer,
                    rate.orElse(Double.POSITIVE_INFINITY),
                    dryRun,
                    timeout);
        } catch (IllegalArgumentException e) {
            throw output.usageError(e);
        }
    }
}
