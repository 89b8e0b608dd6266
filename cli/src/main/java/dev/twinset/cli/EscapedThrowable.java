package dev.twinset.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.stream.Collectors;

/** A stack trace in which only the trace makes lines: the further lines of an exception's message are indented. */
public final class EscapedThrowable extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        return EscapedMessage.escape(super.throwableProxyToString(thrown).replace("\r\n", "\n"), true)
                .lines()
                .map(EscapedThrowable::indented)
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }

    /**
     * The first line, too, which is the exception's own: a line of the log starts with its time, none of these does.
     */
    private static String indented(String line) {
        return line.startsWith("\t") || line.startsWith("Caused by: ") || line.startsWith("Wrapped by: ")
                ? line
                : "\t" + line;
    }
}
