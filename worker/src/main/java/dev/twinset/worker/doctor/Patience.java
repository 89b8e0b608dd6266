package dev.twinset.worker.doctor;

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

/** Runs what may hang on threads that nobody waits for longer than until the deadline. */
final class Patience implements AutoCloseable {
    private final Duration limit;
    private final Deadline deadline;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "doctor");
        thread.setDaemon(true);
        return thread;
    });

    /** @param limit from now on */
    Patience(Duration limit) {
        this.limit = limit;
        this.deadline = Deadline.in(limit);
    }

    /** A part of all the time that there is, or what is left of it. */
    Deadline part(double part) {
        return deadline.atMost(Duration.ofMillis(millis(part)));
    }

    int millis(double part) {
        return (int) Math.max(2, part * limit.toMillis());
    }

    <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    Future<Finding> startCheck(String name, Callable<Finding> check) {
        return start(() -> guarded(name, check));
    }

    /** The check's finding, or that it could not be had in time. */
    Finding finding(String name, Future<Finding> check) {
        return result(check, why -> Finding.skipped(name, "was not seen in time: " + why));
    }

    /** @param otherwise makes a result of the reason why there is none */
    <T> T result(Future<T> started, Function<String, T> otherwise) {
        return result(started, deadline, otherwise);
    }

    /** Of each address, all at once. */
    <A, T> List<T> ofEach(List<A> all, Function<A, T> task, Deadline until, Function<A, T> otherwise) {
        List<Future<T>> started =
                all.stream().map(one -> start(() -> task.apply(one))).toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> result(started.get(i), until, why -> otherwise.apply(all.get(i))))
                .toList();
    }

    /** A fault of ours in one check must not hide what the others see. */
    static Finding guarded(String name, Callable<Finding> check) {
        try {
            return check.call();
        } catch (Exception | LinkageError e) {
            return Finding.failed(name, "the check itself failed: " + e, "tell the makers of twinset");
        }
    }

    private static <T> T result(Future<T> started, Deadline until, Function<String, T> otherwise) {
        try {
            return started.get(Math.max(1, until.leftMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return otherwise.apply("something hangs");
        } catch (ExecutionException e) {
            return otherwise.apply(Text.of(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply("interrupted");
        }
    }

    /** Leaves behind what hangs; its threads do not keep the process. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
