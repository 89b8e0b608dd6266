package dev.twinset.cli;

import java.util.Arrays;

/**
 * Chooses the form of the log before the first logger is made: a service (the worker) tells its events with their time,
 * one a line; a command for a person speaks up only when something is wrong. {@code logback.xml} reads the choice.
 */
final class Logging {
    private static final String FORM = "twinset.log.form";

    private Logging() {}

    static void choose(String[] arguments) {
        if (System.getProperty(FORM) == null) {
            System.setProperty(FORM, isService(arguments) ? "service" : "interactive");
        }
    }

    private static boolean isService(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .filter("worker"::equals)
                .isPresent();
    }
}
