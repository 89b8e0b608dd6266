package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.ParentWatch;
import dev.twinset.worker.kafka.WorkerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset worker}. */
@Command(
        name = "worker",
        description = "Answer catalogue events: extract features, store them, publish the five most similar items.",
        footer = {
            "",
            "Settings come from the file, overridden by TWINSET_... variables, overridden by --set. --list-settings explains each.",
            "Any Kafka client setting passes through under kafka., such as kafka.security.protocol."
        },
        mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(WorkerCommand.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--list-settings", description = "Print every setting with its default, unit and range, and exit.")
    private boolean list;

    @Option(names = "--die-with-parent", hidden = true, description = "End when standard input ends.")
    private boolean dieWithParent;

    @Option(
            names = "--wait-for-parent",
            hidden = true,
            description = "As --die-with-parent; use Kafka only once something comes on standard input.")
    private boolean waitForParent;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            WorkerConfig.SETTINGS.configKeys().values().forEach(this::explain);
            return 0;
        }
        CountDownLatch mayConnect = new CountDownLatch(waitForParent ? 1 : 0);
        if (dieWithParent || waitForParent) {
            // the demo's workers must not outlive it
            ParentWatch.start(System.in, mayConnect::countDown, () -> System.exit(0));
        }
        WorkerConfig config = config();
        config.logFormat().use();
        try (WorkerSlot slot = WorkerSlot.take(config);
                Worker worker = Worker.create(slot.config(), Clock.systemUTC())) {
            mayConnect.await();
            Thread stop = new Thread(() -> stop(worker), "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            worker.run();
        } catch (WorkerException e) {
            if (config.logFormat() == LogFormat.JSON) {
                log.error("the worker ends: {}", e.getMessage()); // the line for a person is not JSON
            }
            throw new IOException(e.getMessage(), e);
        }
        return 0;
    }

    private CommandLine command() {
        return requireNonNull(spec, "this is not a command").commandLine();
    }

    private WorkerConfig config() throws IOException {
        try {
            return options.read(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command(), String.valueOf(e.getMessage()), e);
        }
    }

    private void explain(ConfigDef.ConfigKey key) {
        AllowedValues allowed = AllowedValues.of(key);
        String standard = String.valueOf(key.defaultValue);
        command()
                .getOut()
                .printf(
                        "%s%n    %s%n    default: %s%s; %s%n",
                        key.name,
                        key.documentation,
                        standard.isEmpty() ? "(empty)" : standard,
                        allowed.unit().isEmpty() ? "" : " " + allowed.unit(),
                        allowed.range());
    }

    private static void stop(Worker worker) {
        try {
            if (!worker.stop(STOP_WITHIN)) {
                log.warn(
                        "did not stop within {} s; what was in flight is answered by another worker",
                        STOP_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
