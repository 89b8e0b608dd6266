package dev.twinset.worker.preflight.connection;

import dev.twinset.console.DaemonThreads;
import dev.twinset.worker.preflight.cluster.Deadline;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Text;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Runs what may hang on daemon threads, and waits for none of them beyond the deadline. */
public final class TimeoutExecutor implements AutoCloseable {
    /** Before the reason. */
    public static final String NOT_IN_TIME = "could not be looked at in time: ";

    private final Duration limit;
    private final Deadline deadline;
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("doctor"));

    /** @param limit from now on */
    public TimeoutExecutor(Duration limit) {
        this.limit = limit;
        this.deadline = Deadline.in(limit);
    }

    /** A fraction of the whole time limit, or what is left of it. */
    public Deadline part(double part) {
        return deadline.atMost(Duration.ofMillis(millis(part)));
    }

    public int millis(double part) {
        return (int) Math.max(2, part * limit.toMillis());
    }

    public <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    public Future<Finding> startCheck(String name, Callable<Finding> check) {
        return start(() -> Finding.guarded(name, check));
    }

    /** The check's finding, or that it could not be had in time. */
    public Finding finding(String name, Future<Finding> check) {
        return result(check, why -> Finding.unknown(name, NOT_IN_TIME + why));
    }

    /** @param otherwise makes a result of the reason why there is none */
    public <T> T result(Future<T> started, Function<String, T> otherwise) {
        return result(started, deadline, otherwise);
    }

    /** Of each address, all at once. */
    public <A, T> List<T> ofEach(List<A> all, Function<A, T> task, Deadline until, Function<A, T> otherwise) {
        List<Future<T>> started =
                all.stream().map(one -> start(() -> task.apply(one))).toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> result(started.get(i), until, why -> otherwise.apply(all.get(i))))
                .toList();
    }

    /** The same, with a time limit of its own: what comes after it has the rest. */
    public static <T> T result(Future<T> started, Deadline until, Function<String, T> otherwise) {
        try {
            return started.get(Math.max(1, until.leftMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return otherwise.apply("something hangs, or needs longer than --timeout allows");
        } catch (ExecutionException e) {
            return otherwise.apply(Text.of(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply("interrupted");
        }
    }

    /** Abandons what hangs; daemon threads do not keep the process. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
