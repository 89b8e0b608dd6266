package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @ParameterizedTest
    @ValueSource(strings = {"service", "interactive"})
    void anUntrustedTextForgesNoLineAndControlsNoTerminal(String form) {
        List<String> lines = logged(
                form,
                log -> log.warn("item {}", "a\r\n2026-11-26T00:00:00.000Z ERROR Worker - forged\u001b[31m\u202e"));

        assertThat(lines)
                .singleElement()
                .asString()
                .endsWith("item a\\u000d\\u000a2026-11-26T00:00:00.000Z ERROR Worker - forged\\u001b[31m\\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "interactive"})
    void norDoesThatOfAnException(String form) {
        Exception cause = new IllegalStateException("b\n2026-11-26T00:00:00.000Z INFO Worker - forged, too\u0007");
        List<String> lines =
                logged(form, log -> log.warn("failed", new IllegalArgumentException("a\nWARN Worker: forged", cause)));

        assertThat(lines.get(0)).endsWith("failed");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line ->
                        line.startsWith("\t") || line.startsWith("Caused by: ") || line.startsWith("Wrapped by: "))
                .anyMatch(line -> line.contains("java.lang.IllegalArgumentException: a"))
                .contains("\tWARN Worker: forged", "\t2026-11-26T00:00:00.000Z INFO Worker - forged, too\\u0007")
                .anyMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(EscapedMessage.escape("Größe 5 µm, 靴 👠\tx", false)).isEqualTo("Größe 5 µm, 靴 👠\\u0009x");
    }

    @ParameterizedTest
    @CsvSource({
        "service, dev.twinset.Test, '', '', INFO",
        "service, dev.twinset.Test, DEBUG, '', DEBUG",
        "service, dev.twinset.Test, nonsense, '', INFO",
        "service, org.apache.kafka.clients.Metadata, '', '', WARN",
        "service, org.apache.kafka.clients.Metadata, INFO, '', WARN",
        "service, org.apache.kafka.clients.Metadata, '', INFO, INFO",
        "service, org.apache.kafka.common.security.Login, '', '', OFF",
        "service, org.nd4j.Nd4j, DEBUG, '', WARN",
        "interactive, dev.twinset.Test, '', '', WARN",
        "interactive, dev.twinset.Test, INFO, '', INFO",
        "interactive, org.apache.kafka.clients.NetworkClient, '', '', OFF",
        "interactive, org.apache.kafka.clients.NetworkClient, INFO, '', INFO",
        "interactive, org.apache.kafka.clients.NetworkClient, INFO, ERROR, ERROR",
        "interactive, org.apache.kafka.clients.Metadata, INFO, '', INFO",
    })
    void theEnvironmentSetsTheLevels(String form, String logger, String all, String kafka, String expected) {
        Map<String, String> environment = new HashMap<>();
        if (!all.isEmpty()) {
            environment.put("TWINSET_LOG", all);
        }
        if (!kafka.isEmpty()) {
            environment.put("TWINSET_LOG_KAFKA", kafka);
        }
        List<String> lines = logged(form, environment, logger, log -> {
            for (org.slf4j.event.Level level : org.slf4j.event.Level.values()) {
                log.atLevel(level).log("at {}", level);
            }
        });
        long shown = Arrays.stream(org.slf4j.event.Level.values())
                .filter(level -> Level.convertAnSLF4JLevel(level).isGreaterOrEqual(Level.valueOf(expected)))
                .count();
        assertThat(lines).hasSize((int) shown);
    }

    /** Its own file of settings, as a forked broker has it, goes before. */
    @Test
    void aFileThatIsNamedReplacesIt() {
        String property = "logback.configurationFile";
        assertThat(new Logging(Map.of()).configure(new LoggerContext()))
                .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        System.setProperty(property, "some.xml");
        try {
            assertThat(new Logging(Map.of()).configure(new LoggerContext()))
                    .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
        } finally {
            System.clearProperty(property);
        }
        assertThat(LoggerFactory.getILoggerFactory())
                .isInstanceOfSatisfying(
                        LoggerContext.class,
                        used -> assertThat(used.getLogger("org.apache.kafka").getLevel())
                                .as("Logback finds it")
                                .isEqualTo(Level.WARN));
    }

    /** What the program's own configuration makes of a message. */
    private static List<String> logged(String form, Consumer<Logger> work) {
        return logged(form, Map.of(), "dev.twinset.Test", work);
    }

    private static List<String> logged(
            String form, Map<String, String> environment, String logger, Consumer<Logger> work) {
        PrintStream before = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        try {
            System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
            new Logging(environment).configure(context, form.equals("service"));
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.start();
            work.accept(context.getLogger(logger));
        } finally {
            context.stop();
            System.setErr(before);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
