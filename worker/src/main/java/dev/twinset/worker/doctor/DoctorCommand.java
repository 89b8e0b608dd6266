package dev.twinset.worker.doctor;

import dev.twinset.console.CommandOutput;
import dev.twinset.worker.app.ConfigOptions;
import dev.twinset.worker.preflight.machine.RuntimeEnvironment;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Check everything that a worker depends on, and say what is wrong and what to do.",
            "",
            "It reads its settings as twinset worker does, changes nothing, and does not disturb a running"
                    + " worker. It ends within 20 seconds. docs/doctor.md explains each check."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "0:the worker can run, possibly with warnings",
            "1:a check fails, or could not be looked at",
            "2:wrong use"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "16",
            description =
                    "Time limit; checks that did not finish are counted as not looked at. Default: ${DEFAULT-VALUE};"
                            + " more for a store of many GB.")
    private int timeout;

    @Override
    public Integer call() {
        if (timeout < 1) {
            throw output.usageError("--timeout is " + timeout + ", expected 1 or more");
        }
        RuntimeEnvironment runtime = RuntimeEnvironment.real();
        Doctor doctor = new Doctor(runtime, Clock.systemUTC(), Duration.ofSeconds(timeout));
        DoctorReport report = doctor.examine(() -> options.read(runtime.environment()));
        PrintWriter out = output.out();
        out.println(output.json() ? report.json() : report.text());
        out.flush();
        return report.exitCode();
    }
}
