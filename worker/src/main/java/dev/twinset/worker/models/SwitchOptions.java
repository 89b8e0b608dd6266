package dev.twinset.worker.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.CommandOutput;
import dev.twinset.worker.models.ModelSwitch.Outcome;
import dev.twinset.worker.models.ModelSwitch.Terms;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Option;

/** A mixin: on what terms another model answers. */
final class SwitchOptions {
    /** How many events a model may still have to build. */
    static final int MAX_LAG = 500;

    @Option(
            names = "--refresh",
            description = "Answer for every item anew, from the features that are built; without it an item that"
                    + " nobody uploads again keeps the answer of the model before.")
    private boolean refresh;

    @Option(
            names = "--max-lag",
            paramLabel = "N",
            defaultValue = "" + MAX_LAG,
            description = "Refuse if the model has not built more events than this. Default: ${DEFAULT-VALUE}.")
    private int maxLag;

    @Option(names = "--force", description = "Do not refuse because of what it has not built.")
    private boolean force;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Take the switch back if no worker of the model has taken over by then; nobody answers"
                    + " meanwhile. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    /** @throws picocli.CommandLine.ParameterException if a number is too small */
    Terms terms(CommandOutput output) {
        if (maxLag < 0) {
            throw output.usageError("--max-lag is " + maxLag + ", expected 0 or more");
        }
        if (timeout < 1) {
            throw output.usageError("--timeout is " + timeout + ", expected 1 or more");
        }
        return new Terms(refresh, force ? Long.MAX_VALUE : maxLag, Duration.ofSeconds(timeout));
    }

    static String text(Outcome outcome) {
        String model = outcome.serving().model();
        return outcome.silence()
                .map(silence -> String.format(
                        Locale.ROOT,
                        "model %s answers now, term %d%s; nobody answered for %.1f s at most",
                        model,
                        outcome.serving().term(),
                        outcome.serving()
                                .previous()
                                .map(before -> ", instead of " + before)
                                .orElse(""),
                        silence.toMillis() / 1000.0))
                .orElse("model " + model + " answers already, since "
                        + outcome.serving().since());
    }

    static String json(Outcome outcome) {
        ObjectNode json = ModelOptions.json();
        json.put("model", outcome.serving().model());
        json.put("term", outcome.serving().term());
        outcome.serving().previous().ifPresent(previous -> json.put("previous", previous));
        json.put("since", outcome.serving().since().toString());
        json.put("switched", outcome.silence().isPresent());
        outcome.silence().ifPresent(silence -> json.put("silentSeconds", silence.toMillis() / 1000.0));
        return json.toString();
    }
}
