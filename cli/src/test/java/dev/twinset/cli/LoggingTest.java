package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

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

    /** What the program's own configuration makes of a message. */
    private static List<String> logged(String form, Consumer<Logger> work) {
        PrintStream before = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        try {
            System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            context.putProperty("twinset.log.form", form);
            configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.start();
            work.accept(context.getLogger("dev.twinset.Test"));
        } catch (JoranException e) {
            throw new AssertionError(e);
        } finally {
            context.stop();
            System.setErr(before);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
