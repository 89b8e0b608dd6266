package dev.twinset.worker.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Locale;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The form of a worker's log: lines for people, or one JSON object a line for machines. */
public enum LogFormat {
    TEXT,
    JSON;

    static LogFormat of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** Changes what the log is written with, from here on; text is what the program starts with. */
    void use() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (this == JSON && factory instanceof LoggerContext context) {
            useJson(context);
        }
    }

    static void useJson(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                stream.setEncoder(json(context)); // not stopped for it: that would close the stream
            }
        });
    }

    private static JsonEncoder json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        // the message with its arguments in place, once, and nothing that no reader has asked for
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.start();
        return encoder;
    }
}
