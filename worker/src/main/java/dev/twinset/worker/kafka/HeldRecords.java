package dev.twinset.worker.kafka;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of the topics of events that nobody can read yet, because a producer left a transaction open before them. The
 * group shows no lag for them: it counts up to the last stable offset. Brokers are asked in the background when
 * somebody looks, at most once per interval. Any thread.
 */
final class HeldRecords implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeldRecords.class);

    private final Supplier<Admin> clients;
    private final List<String> topics;
    private final long intervalNanos;
    private Optional<Admin> admin = Optional.empty();
    private long askedNanos;
    private boolean asking;
    private boolean closed;
    private Map<TopicPartition, Long> stable = Map.of();
    private double held;

    HeldRecords(Supplier<Admin> clients, List<String> topics, Duration interval) {
        this.clients = clients;
        this.topics = List.copyOf(topics);
        this.intervalNanos = interval.toNanos();
    }

    /** As of the last answer of the brokers: between the last stable offset and the high watermark. */
    synchronized double count() {
        if (!closed && !asking && (admin.isEmpty() || System.nanoTime() - askedNanos >= intervalNanos)) {
            ask();
        }
        return held;
    }

    private void ask() {
        askedNanos = System.nanoTime();
        Admin client = admin.orElseGet(clients);
        admin = Optional.of(client);
        asking = true;
        client.describeTopics(topics)
                .allTopicNames()
                .toCompletionStage()
                .thenCompose(found -> {
                    Map<TopicPartition, OffsetSpec> latest = latest(found);
                    return offsets(client, latest, IsolationLevel.READ_COMMITTED)
                            .thenCombine(offsets(client, latest, IsolationLevel.READ_UNCOMMITTED), this::compare);
                })
                .whenComplete((done, failure) -> ended(failure));
    }

    private static Map<TopicPartition, OffsetSpec> latest(Map<String, TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(
                        partition -> latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        return latest;
    }

    private static CompletionStage<Map<TopicPartition, Long>> offsets(
            Admin client, Map<TopicPartition, OffsetSpec> which, IsolationLevel isolation) {
        return client.listOffsets(which, new ListOffsetsOptions(isolation))
                .all()
                .toCompletionStage()
                .thenApply(found -> found.entrySet().stream().collect(toMap(Map.Entry::getKey, HeldRecords::offset)));
    }

    private static long offset(Map.Entry<TopicPartition, ListOffsetsResultInfo> entry) {
        return entry.getValue().offset();
    }

    /**
     * Counts where the last stable offset has not moved since the last time: a transaction in progress holds little.
     */
    private synchronized double compare(Map<TopicPartition, Long> stableNow, Map<TopicPartition, Long> ends) {
        held = stableNow.entrySet().stream()
                .filter(entry -> entry.getValue().equals(stable.get(entry.getKey())))
                .mapToLong(entry -> ends.getOrDefault(entry.getKey(), 0L) - entry.getValue())
                .filter(records -> records > 0)
                .sum();
        stable = stableNow;
        return held;
    }

    private synchronized void ended(Throwable failure) {
        asking = false;
        if (failure != null) {
            log.debug("the brokers do not say how much is held by open transactions: {}", failure.toString());
        }
    }

    @Override
    public void close() {
        Optional<Admin> open;
        synchronized (this) {
            closed = true;
            open = admin;
        }
        open.ifPresent(client -> client.close(Duration.ofSeconds(1)));
    }
}
