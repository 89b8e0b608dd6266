package dev.twinset.cli.torture;

import java.util.Arrays;
import java.util.Optional;

/** What a run does to its brokers and workers. */
enum TortureFault {
    KILL_WORKER("kill-worker", 50, "SIGKILL one worker"),
    KILL_ALL_WORKERS("kill-all-workers", 5, "SIGKILL all workers at once"),
    SUSPEND_WORKER("suspend-worker", 5, "SIGSTOP one worker for 20 s"),
    RESTART_WORKER("restart-worker", 10, "SIGTERM one worker, start it again"),
    STARVE_WORKER("starve-worker", 3, "one worker runs a fifth of the time for 20 s"),
    START_STARVED("start-starved", 2, "a killed worker without its store starts with a fifth of the time"),
    KILL_LEADER("kill-leader", 10, "SIGKILL a partition's leader for 5 s"),
    KILL_CONTROLLER("kill-controller", 5, "SIGKILL the controller for 5 s"),
    KILL_COORDINATOR("kill-coordinator", 5, "SIGKILL the broker that ends one worker's transactions for 5 s"),
    KILL_TWO_BROKERS("kill-two-brokers", 2, "SIGKILL two of three brokers for 20 s"),
    DELETE_STORE("delete-store", 3, "delete a killed worker's store"),
    FLIP_STORE("flip-store", 3, "flip bits in the vectors of a killed worker's store"),
    TRUNCATE_STORE("truncate-store", 3, "cut a file of a killed worker's store"),
    ABORTED_UPLOADS("aborted-uploads", 5, "a client aborts a transaction of uploads"),
    OPEN_UPLOADS("open-uploads", 3, "a client leaves a transaction of uploads open for 10 s"),
    QUOTA("quota", 2, "the workers may write 20 KB/s for 15 s"),
    SMALL_TOPIC("small-topic", 2, "the topic of answers takes no answer for 10 s"),
    COMPACT("compact", 2, "the changelog is compacted, and a worker without its store reads it"),
    IDLE("idle", 2, "no events for 30 s: the workers' transactional ids expire"),
    FULL_DISK("full-disk", 2, "one worker's store cannot grow, until the worker ends"),
    ADD_PARTITION("add-partition", 1, "the changelog gets one more partition, so all workers end");

    private final String title;
    private final int times;
    private final String description;

    TortureFault(String title, int times, String description) {
        this.title = title;
        this.times = times;
        this.description = description;
    }

    String title() {
        return title;
    }

    /** How often in a run that does not say. */
    int times() {
        return times;
    }

    String description() {
        return description;
    }

    static Optional<TortureFault> of(String title) {
        return Arrays.stream(values())
                .filter(fault -> fault.title.equals(title))
                .findFirst();
    }
}
