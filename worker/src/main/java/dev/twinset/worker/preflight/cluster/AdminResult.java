package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.preflight.finding.Text;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The answer to one request of an admin client, or why there is none. */
public record AdminResult<T>(Optional<T> value, Optional<Throwable> failure) {
    public AdminResult {
        requireNonNull(value, "value is null");
        requireNonNull(failure, "failure is null");
    }

    public static <T> AdminResult<T> of(T value) {
        return new AdminResult<>(Optional.of(value), Optional.empty());
    }

    public static <T> AdminResult<T> failed(Throwable failure) {
        return new AdminResult<>(Optional.empty(), Optional.of(failure));
    }

    static <T> AdminResult<T> missing() {
        return failed(new IllegalStateException("was not requested"));
    }

    /** Waits for it, until the deadline at most. */
    public static <T> AdminResult<T> await(@Nullable KafkaFuture<T> request, Deadline deadline) {
        if (request == null) {
            return missing();
        }
        try {
            return of(request.get(Math.max(1, deadline.leftMillis()), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return failed(new TimeoutException("no answer in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        }
    }

    public <R> AdminResult<R> map(Function<T, R> change) {
        return new AdminResult<>(value.map(change), failure);
    }

    /** The user may not ask this. */
    public boolean isForbidden() {
        return failure.filter(AuthorizationException.class::isInstance).isPresent();
    }

    /** There is no such topic. */
    public boolean isUnknownTopic() {
        return failure.filter(UnknownTopicOrPartitionException.class::isInstance)
                .isPresent();
    }

    public String why() {
        return failure.map(Text::of).orElse("");
    }
}
