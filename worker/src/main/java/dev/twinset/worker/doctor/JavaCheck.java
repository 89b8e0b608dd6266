package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.Finding.Notes;
import java.util.Locale;

/** The JVM and its options, as the launcher gives them to every worker. */
final class JavaCheck {
    static final String NAME = "java";
    private static final int OLDEST = 17;
    private static final String LAUNCHER = "start with ./twinset, or give Java the option %s";

    private JavaCheck() {}

    static Finding examine(Surroundings around) {
        Notes notes = new Notes(NAME);
        if (around.javaVersion() < OLDEST) {
            notes.fail("this is Java " + around.javaVersion() + ", expected " + OLDEST + " or newer", "set JAVA_HOME");
        }
        if (!around.jvmOptions().contains("-XX:+ExitOnOutOfMemoryError")) {
            notes.warn(
                    "a worker that runs out of memory would linger half dead",
                    String.format(LAUNCHER, "-XX:+ExitOnOutOfMemoryError"));
        }
        if (!around.property("jdk.serialFilter").equals("!*")) {
            notes.warn(
                    "Java objects may be read from files and the network",
                    String.format(LAUNCHER, "-Djdk.serialFilter=!*"));
        }
        if (!around.property("sun.jnu.encoding").toUpperCase(Locale.ROOT).startsWith("UTF")) {
            notes.warn(
                    "file names are read as " + around.property("sun.jnu.encoding")
                            + ": those beyond ASCII cannot be opened",
                    "start with ./twinset, or set LC_ALL=C.UTF-8");
        }
        return notes.finding("Java " + around.property("java.version") + ", " + around.property("java.vm.name") + ", "
                + collector(around));
    }

    private static String collector(Surroundings around) {
        return around.jvmOptions().stream()
                .filter(option -> option.startsWith("-XX:+Use") && option.endsWith("GC"))
                .map(option -> option.substring("-XX:+Use".length()))
                .findFirst()
                .orElse("the default collector");
    }
}
