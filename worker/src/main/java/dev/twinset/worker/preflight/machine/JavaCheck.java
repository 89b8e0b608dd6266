package dev.twinset.worker.preflight.machine;

import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.Locale;

/** The JVM and its options, which the launcher sets for every worker. */
public final class JavaCheck {
    public static final String NAME = "java";
    private static final int OLDEST = 17;
    private static final String LAUNCHER = "start with ./twinset, or give Java the option %s";

    private JavaCheck() {}

    public static Finding examine(RuntimeEnvironment runtime) {
        Notes notes = new Notes(NAME);
        if (runtime.javaVersion() < OLDEST) {
            notes.fail("this is Java " + runtime.javaVersion() + ", expected " + OLDEST + " or newer", "set JAVA_HOME");
        }
        if (!runtime.jvmOptions().contains("-XX:+ExitOnOutOfMemoryError")) {
            notes.warn(
                    "a worker that runs out of memory would hang instead of exiting",
                    String.format(LAUNCHER, "-XX:+ExitOnOutOfMemoryError"));
        }
        if (!runtime.property("jdk.serialFilter").equals("!*")) {
            notes.warn(
                    "Java objects may be read from files and the network",
                    String.format(LAUNCHER, "-Djdk.serialFilter=!*"));
        }
        if (!runtime.property("sun.jnu.encoding").toUpperCase(Locale.ROOT).startsWith("UTF")) {
            notes.warn(
                    "file names are read as " + runtime.property("sun.jnu.encoding")
                            + ": those beyond ASCII cannot be opened",
                    "start with ./twinset, or set LC_ALL=C.UTF-8");
        }
        return notes.finding("Java " + runtime.property("java.version") + ", " + runtime.property("java.vm.name") + ", "
                + collector(runtime));
    }

    private static String collector(RuntimeEnvironment runtime) {
        return runtime.jvmOptions().stream()
                .filter(option -> option.startsWith("-XX:+Use") && option.endsWith("GC"))
                .map(option -> option.substring("-XX:+Use".length()))
                .findFirst()
                .orElse("the default collector");
    }
}
