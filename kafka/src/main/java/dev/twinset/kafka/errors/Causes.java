package dev.twinset.kafka.errors;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Searches the causes of a failure. */
final class Causes {
    private static final int DEPTH = 20;

    private Causes() {}

    static Stream<Throwable> of(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH);
    }

    static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> kind) {
        return of(failure).filter(kind::isInstance).map(kind::cast).findFirst();
    }

    static boolean anySays(Throwable failure, Predicate<String> text) {
        return of(failure).map(cause -> String.valueOf(cause.getMessage())).anyMatch(text);
    }

    /** The innermost message there is. */
    static String root(Throwable failure) {
        return of(failure)
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .reduce((outer, inner) -> inner)
                .orElse("no reason is given");
    }
}
