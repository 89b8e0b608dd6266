package dev.twinset.benchmarks.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Version;
import dev.twinset.vision.network.OpenBlas.Instructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** What figures were measured on. */
final class Machine {
    private Machine() {}

    static ObjectNode here() {
        return new ObjectMapper()
                .createObjectNode()
                .put("processor", processor())
                .put("instructions", instructions())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString())
                .put("version", Version.number())
                .put("date", LocalDate.now(ZoneOffset.UTC).toString());
    }

    /** Such as {@code avx512}: what figures of two machines must have in common to be compared. */
    static String instructions() {
        return Instructions.ofThisMachine().name().toLowerCase(Locale.ROOT);
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
