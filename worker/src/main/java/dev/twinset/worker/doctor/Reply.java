package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What the cluster answered to one question, or why it did not. */
record Reply<T>(Optional<T> value, Optional<Throwable> failure) {
    Reply {
        requireNonNull(value, "value is null");
        requireNonNull(failure, "failure is null");
    }

    static <T> Reply<T> of(T value) {
        return new Reply<>(Optional.of(value), Optional.empty());
    }

    static <T> Reply<T> failed(Throwable failure) {
        return new Reply<>(Optional.empty(), Optional.of(failure));
    }

    /** Waits for it, until the deadline at most. */
    static <T> Reply<T> await(@Nullable KafkaFuture<T> asked, Deadline deadline) {
        if (asked == null) {
            return failed(new IllegalStateException("was not asked"));
        }
        try {
            return of(asked.get(Math.max(1, deadline.leftMillis()), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return failed(new TimeoutException("no answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        }
    }

    <R> Reply<R> map(Function<T, R> change) {
        return new Reply<>(value.map(change), failure);
    }

    /** The user has no right to know. */
    boolean isForbidden() {
        return failure.filter(AuthorizationException.class::isInstance).isPresent();
    }

    /** There is no such topic. */
    boolean isUnknownTopic() {
        return failure.filter(UnknownTopicOrPartitionException.class::isInstance)
                .isPresent();
    }

    String why() {
        return failure.map(Text::of).orElse("");
    }
}
