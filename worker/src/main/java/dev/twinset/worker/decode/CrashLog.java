package dev.twinset.worker.decode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The report that HotSpot writes when native code brings the process down ({@code hs_err_pid<pid>.log}). */
final class CrashLog {
    private static final String OPTION = "-XX:ErrorFile=";
    private static final Pattern THREAD = Pattern.compile("Current thread \\S+\\s+JavaThread \"([^\"]+)\"");
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) ");

    private CrashLog() {}

    /** Where this process would write it. */
    static Path ofThisProcess() {
        String pid = Long.toString(ProcessHandle.current().pid());
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(OPTION))
                .map(option -> option.substring(OPTION.length()).replace("%p", pid))
                .findFirst()
                .map(Path::of)
                .orElse(Path.of("hs_err_pid" + pid + ".log"))
                .toAbsolutePath();
    }

    /**
     * The Java thread in which native code failed; empty if there is no such report, or if the machine was to blame: a
     * crash for want of memory says nothing of an image, and a kill leaves no report at all.
     *
     * @param since an older report is of another process with the same number
     */
    static Optional<String> crashedThread(Path expected, Instant since) throws IOException {
        // where the working directory cannot be written, HotSpot takes the directory for temporary files
        Path other = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve(expected.getFileName().toString());
        for (Path report : List.of(expected, other)) {
            if (Files.isRegularFile(report)
                    && !Files.getLastModifiedTime(report).toInstant().isBefore(since)) {
                return crashedThread(Files.readString(report, StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> crashedThread(String report) {
        Matcher thread = THREAD.matcher(report);
        return SIGNAL.matcher(report).find() && thread.find() ? Optional.of(thread.group(1)) : Optional.empty();
    }
}
