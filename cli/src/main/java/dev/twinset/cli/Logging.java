package dev.twinset.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Arrays;
import java.util.Map;

/**
 * The log of every command, on standard error: a service (the worker) tells its events with their time, one a line; a
 * command for a person speaks up only when something is wrong. {@code TWINSET_LOG} sets the level of everything,
 * {@code TWINSET_LOG_KAFKA} that of Kafka's client alone; {@code -Dlogback.configurationFile} replaces all of it.
 *
 * <p>Written as code because a file in XML takes a fifth of a second to read, at each start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String FORM = "twinset.log.form";
    private static final String SERVICE = "service";
    private static final String SERVICE_PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %safeMsg%n%safeEx{full}";
    private static final String INTERACTIVE_PATTERN = "%level %logger{0}: %safeMsg%n%safeEx{3}";

    private final Map<String, String> environment;

    /** For Logback, which makes it by this constructor. */
    public Logging() {
        this(System.getenv());
    }

    Logging(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Before the first logger is made. */
    static void choose(String[] arguments) {
        if (System.getProperty(FORM) == null) {
            System.setProperty(FORM, isService(arguments) ? SERVICE : "interactive");
        }
    }

    private static boolean isService(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .filter("worker"::equals)
                .isPresent();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(context, SERVICE.equals(System.getProperty(FORM)));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    void configure(LoggerContext context, boolean service) {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(standardError(context, service ? SERVICE_PATTERN : INTERACTIVE_PATTERN));
        if (service) {
            root.setLevel(level(Level.INFO, "TWINSET_LOG"));
            // at INFO it prints its whole configuration at each start
            set(context, "org.apache.kafka", level(Level.WARN, "TWINSET_LOG_KAFKA"));
            // it warns of every retry, and the first sends of a transaction often are
            set(context, "org.apache.kafka.clients.producer.internals.Sender", level(Level.ERROR, "TWINSET_LOG_KAFKA"));
            // with a stack trace for each missing file; the worker says it in a sentence
            set(context, "org.apache.kafka.common.security", level(Level.OFF, "TWINSET_LOG_KAFKA"));
            // the same for the libraries that run the network
            set(context, "org.deeplearning4j", Level.WARN);
            set(context, "org.nd4j", Level.WARN);
        } else {
            root.setLevel(level(Level.WARN, "TWINSET_LOG"));
            // an address that does not answer, a login that fails and a missing file are told by the command itself,
            // once
            set(
                    context,
                    "org.apache.kafka.clients.NetworkClient",
                    level(Level.OFF, "TWINSET_LOG_KAFKA", "TWINSET_LOG"));
            set(context, "org.apache.kafka.common.security", level(Level.OFF, "TWINSET_LOG_KAFKA", "TWINSET_LOG"));
            set(context, "org.apache.kafka", level(Level.WARN, "TWINSET_LOG_KAFKA", "TWINSET_LOG"));
            // it warns of each loss layer, whose size is that of its input
            set(context, "org.deeplearning4j.nn.conf.inputs.InputType", level(Level.ERROR, "TWINSET_LOG"));
        }
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context, String pattern) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("safeMsg", EscapedMessage::new);
        layout.getInstanceConverterMap().put("safeEx", EscapedThrowable::new);
        layout.setPattern(pattern);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("STDERR");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** That of the first variable that is set, else {@code usual}. */
    private Level level(Level usual, String... variables) {
        return Arrays.stream(variables)
                .filter(environment::containsKey)
                .findFirst()
                .map(variable -> Level.toLevel(environment.get(variable), usual))
                .orElse(usual);
    }

    private static void set(LoggerContext context, String logger, Level level) {
        context.getLogger(logger).setLevel(level);
    }
}
