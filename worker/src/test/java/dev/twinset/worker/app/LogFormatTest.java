package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("dev.twinset.Test");

    @BeforeEach
    void logText() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.start();
    }

    @Test
    void jsonIsOneObjectALineWhateverIsLogged() throws IOException {
        LogFormat.useJson(context);
        log.warn("rejected {}: {}", "images-0@7", "a\r\n\"b\"\u001b\u0000 靴");
        log.error("failed", new IllegalStateException("c\nd", new IOException("e")));

        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("formattedMessage").asText())
                .isEqualTo("rejected images-0@7: a\r\n\"b\"\u001b\u0000 靴");
        assertThat(lines.get(0).get("level").asText()).isEqualTo("WARN");
        assertThat(lines.get(0).get("loggerName").asText()).isEqualTo("dev.twinset.Test");
        assertThat(lines.get(0).get("timestamp").asLong()).isPositive();
        assertThat(lines.get(1).at("/throwable/message").asText()).isEqualTo("c\nd");
        assertThat(lines.get(1).at("/throwable/cause/message").asText()).isEqualTo("e");
    }

    @Test
    void textStaysText() {
        LogFormat.of("text").use();
        log.info("as it was");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("as it was" + System.lineSeparator());
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            assertThat(line.chars()).as("raw control characters").noneMatch(Character::isISOControl);
            nodes.add(json.readTree(line));
        }
        return nodes;
    }
}
