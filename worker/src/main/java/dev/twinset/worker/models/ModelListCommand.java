package dev.twinset.worker.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Numbers;
import dev.twinset.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twinset model list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List the models that have features, workers or a past.",
            "",
            "serving: answers. switching: a switch from or to it is under way. ready: can take over. building: has not"
                    + " built every item yet. idle: no worker of it runs. retired: given up. The lag counts records of the"
                    + " images' topic that its workers have not processed."
        },
        footer = {"", "twinset model list --set kafka.bootstrap.servers=kafka:9092 --json"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:done", "1:Kafka refuses or does not answer", "2:wrong use"})
final class ModelListCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions options = new ModelOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ModelStatus> all;
        try (KafkaModelCluster cluster = KafkaModelCluster.open(options.config())) {
            all = ModelStatus.all(cluster, SwitchOptions.MAX_LAG);
        }
        PrintWriter out = options.output().out();
        if (options.output().json()) {
            all.forEach(one -> out.println(json(one)));
        } else {
            out.println(row("MODEL", "STATE", "SINCE", "WORKERS", "LAG"));
            all.forEach(one -> out.println(row(
                    Terminal.printable(one.model()),
                    state(one),
                    one.since().map(ModelListCommand::seconds).orElse(""),
                    Numbers.count(one.workers()),
                    Numbers.count(one.lag()))));
        }
        out.flush();
        return 0;
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-14s  %-9s  %-20s  %7s  %12s", (Object[]) cells);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String state(ModelStatus one) {
        return one.state().name().toLowerCase(Locale.ROOT);
    }

    static String json(ModelStatus one) {
        ObjectNode json = ModelOptions.json();
        json.put("model", one.model());
        json.put("state", state(one));
        one.since().ifPresent(since -> json.put("since", since.toString()));
        json.put("workers", one.workers());
        json.put("lag", one.lag());
        return json.toString();
    }
}
