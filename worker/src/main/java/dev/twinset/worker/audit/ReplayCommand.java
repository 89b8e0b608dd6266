package dev.twinset.worker.audit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Numbers;
import dev.twinset.console.Terminal;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.vision.ExtractionListener;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.audit.Verdict.Difference;
import dev.twinset.worker.audit.Verdict.Equal;
import dev.twinset.worker.audit.Verdict.NotEqual;
import dev.twinset.worker.audit.Verdict.NotRepeatable;
import dev.twinset.worker.reference.ImageReferences;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Repeat a published answer from the log, item by item, and say whether it is equal.",
            "",
            "It reads its settings as twinset worker does, and changes nothing."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:equal",
            "1:not equal, or there is no such answer",
            "2:the answer cannot be repeated any more, or wrong use"
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private AuditOptions options = new AuditOptions();

    @Option(
            names = "--answer",
            paramLabel = "ID",
            required = true,
            description = "Of an item, a query or an event; the last answer of each model is repeated.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private String id;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WorkerConfig config = options.config();
        ModelBundle bundle = options.bundle(config);
        int exit = 0;
        try (ImageReferences references = new ImageReferences(
                config.references().source(), config.references().timeout())) {
            AnswerReplay replay = new AnswerReplay(
                    AuditOptions.records(config),
                    config.topics(),
                    () -> CnnFeatureExtractor.open(bundle, 1, config.imageLimits(), ExtractionListener.NONE),
                    references);
            for (Recommendations answer : replay.answers(id)) {
                Verdict verdict = replay.repeat(answer);
                options.output().print(() -> text(answer, verdict), () -> json(answer, verdict));
                exit = Math.max(exit, exitCode(verdict));
            }
        }
        return exit;
    }

    static int exitCode(Verdict verdict) {
        return verdict instanceof Equal ? 0 : verdict instanceof NotEqual ? 1 : 2;
    }

    static String text(Recommendations answer, Verdict verdict) {
        String of = "the answer to " + Terminal.printable(answer.itemId()) + " (event "
                + Terminal.printable(answer.eventId()) + ", model " + Terminal.printable(answer.model()) + ") ";
        if (verdict instanceof Equal equal) {
            return of + "is equal: " + Numbers.count(answer.recommendations().size(), "result") + " among "
                    + Numbers.count(equal.items(), "item");
        }
        if (verdict instanceof NotRepeatable not) {
            return of + "cannot be repeated: " + Terminal.printable(not.reason());
        }
        StringBuilder text = new StringBuilder(of)
                .append("is not equal:")
                .append(System.lineSeparator())
                .append(row("", "published", "repeated"));
        for (Difference difference : ((NotEqual) verdict).differences()) {
            text.append(System.lineSeparator())
                    .append(row(difference.place(), difference.published(), difference.repeated()));
        }
        return text.toString();
    }

    private static String row(String place, String published, String repeated) {
        return String.format(
                        Locale.ROOT,
                        "%-14s  %-32s  %s",
                        place,
                        Terminal.printable(published),
                        Terminal.printable(repeated))
                .stripTrailing();
    }

    static String json(Recommendations answer, Verdict verdict) {
        ObjectNode json = JSON.createObjectNode();
        json.put("itemId", answer.itemId());
        json.put("eventId", answer.eventId());
        json.put("model", answer.model());
        if (verdict instanceof Equal equal) {
            json.put("verdict", "equal").put("items", equal.items());
        } else if (verdict instanceof NotRepeatable not) {
            json.put("verdict", "not_repeatable").put("reason", not.reason());
        } else {
            ArrayNode differences = json.put("verdict", "not_equal").putArray("differences");
            for (Difference difference : ((NotEqual) verdict).differences()) {
                differences
                        .addObject()
                        .put("place", difference.place())
                        .put("published", difference.published())
                        .put("repeated", difference.repeated());
            }
        }
        return json.toString();
    }
}
