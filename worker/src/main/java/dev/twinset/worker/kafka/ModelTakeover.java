package dev.twinset.worker.kafka;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.models.ModelsTopic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a worker's model the one that answers: the first model of all, and the next one of a switch. Whoever writes to
 * the topic of models first takes over a transactional id that all of them share, so that one at a time reads the
 * topic, decides and writes.
 *
 * <p>A switch must not lose an event, nor answer one twice. The model before has stopped by then, but a worker of it
 * may not know, because it was suspended in the middle of a transaction. So the producers of its workers are fenced:
 * what they have not committed they never will. What its group has committed then is final, and there the next model
 * begins. If a worker ends in the middle, another one of the same model does it all again.
 */
final class ModelTakeover implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelTakeover.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Until what this worker or another one has written is read. */
    private static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);

    private static final Duration TURN_INTERVAL = Duration.ofMillis(20);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ClientConfig config;
    private final Clients open;
    private final Topics topics;
    private final ModelRecords records;
    private final ServingModels models;
    private final GroupMembership membership;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean closed;
    /** Open all the time, so that nobody waits for that in the middle of a switch. */
    private Optional<Connection> connection = Optional.empty();

    ModelTakeover(
            ClientConfig config,
            Clients open,
            Topics topics,
            ModelRecords records,
            ServingModels models,
            GroupMembership membership,
            Clock clock) {
        this.config = config;
        this.open = open;
        this.records = records;
        this.models = models;
        this.membership = membership;
        this.topics = topics;
        this.clock = clock;
        thread = new Thread(this::run, "models");
        thread.setDaemon(true);
    }

    /** Waits until it is known which model answers: the first to ask is. */
    void learnRole(BooleanSupplier stopping) {
        try {
            while (models.role().serving().isEmpty() && !stopping.getAsBoolean()) {
                try {
                    claim();
                } catch (KafkaException e) {
                    if (KafkaErrors.isRefusal(e)) {
                        throw e;
                    }
                    // two workers that start at the same time take the right to write from each other
                    log.info("cannot say yet that this model answers, trying again: {}", e.getMessage());
                }
                models.awaitChange(0, CLAIM_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Role role = models.role().unlessRetired();
        log.info(
                role.answers()
                        ? "model {} answers, term {}"
                        : "model {} does not answer, another one does (term {}): this worker writes features",
                role.modelId(),
                role.term());
    }

    /** Makes the model the first one that answers, unless another was faster. */
    private void claim() {
        change(now -> now.serving().isPresent()
                ? Optional.empty()
                : Optional.of(records.serving(ServingModel.first(config.modelId(), clock.instant()))));
    }

    /** Takes over from now on, whenever this model is the next one. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            // what a switch asks the brokers is asked once before, so that nothing is loaded in the middle of it
            producers(config.modelId());
            committed(config.modelId());
        } catch (KafkaException e) {
            log.debug("connected when a switch begins: {}", e.getMessage());
        }
        try {
            while (!closed) {
                Role role = models.role();
                if (role.takesOver() && isTurn(role)) {
                    takeOver();
                }
                // once more if it failed
                models.awaitChange(role.version(), role.takesOver() ? PAUSE : TIMEOUT);
            }
        } catch (InterruptedException e) {
            log.debug("the watch for a switch of models ends");
        } finally {
            disconnect();
        }
    }

    /** One goes first: two at the same time would fence each other. If nobody does in a while, anybody may. */
    private boolean isTurn(Role role) throws InterruptedException {
        long deadline = System.nanoTime() + PAUSE.toNanos();
        while (!membership.leads() && System.nanoTime() < deadline) { // a rebalance may be about to make this one lead
            if (models.awaitChange(role.version(), TURN_INTERVAL)) {
                return false;
            }
        }
        return true;
    }

    private void takeOver() throws InterruptedException {
        try {
            change(now -> {
                if (!now.next().equals(Optional.of(config.modelId()))) {
                    return Optional.empty(); // another worker was faster, or the switch was cancelled
                }
                ServingModel serving = now.serving().orElseThrow();
                log.info("taking over from model {}", serving.model());
                return Optional.of(records.serving(serving.switched(answeredTo(serving), clock.instant())));
            });
        } catch (RuntimeException e) { // whatever it is: without this thread no switch comes to an end
            log.warn("cannot take over from the model before, trying again: {}", e.getMessage());
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void change(ModelsTopic.Change change) {
        try {
            connect().topic.change(open::models, change);
        } catch (IOException e) {
            disconnect();
            throw unreadable(e);
        } catch (RuntimeException e) {
            disconnect();
            throw e;
        }
    }

    private Connection connect() {
        if (connection.isEmpty()) {
            try {
                connection = Optional.of(new Connection(ModelsTopic.open(config.admin(), topics), open.admin()));
            } catch (IOException e) {
                throw unreadable(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        }
        return connection.get();
    }

    private void disconnect() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }

    private KafkaException unreadable(IOException e) {
        return new KafkaException("the topic " + topics.models() + " cannot be read: " + e.getMessage(), e);
    }

    private record Connection(ModelsTopic topic, Admin admin) implements AutoCloseable {
        @Override
        public void close() {
            topic.close();
            admin.close(CLOSING);
        }
    }

    /** Where a term has ended, once the workers of its model cannot go on. */
    private Map<String, Map<Integer, Long>> answeredTo(ServingModel term) {
        get(connect().admin.fenceProducers(producers(term.model())).all());
        return answeredTo(term, committed(term.model()));
    }

    /**
     * Topic and partition to the offset up to which the events have been answered at the end of a term. A partition of
     * which the group has committed nothing in this term, as it was still building, has been answered up to where the
     * term began: its older offset there does not count.
     *
     * @param committed of the group of the term's model
     */
    static Map<String, Map<Integer, Long>> answeredTo(
            ServingModel term, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<String, Map<Integer, Long>> answered = new TreeMap<>();
        term.from().ifPresent(from -> from.forEach((topic, offsets) -> answered.put(topic, new TreeMap<>(offsets))));
        committed.forEach((partition, offset) -> {
            if (offset != null && (term.from().isEmpty() || CommitStamp.isOfTerm(offset, term.term()))) {
                answered.computeIfAbsent(partition.topic(), name -> new TreeMap<>())
                        .put(partition.partition(), offset.offset());
            }
        });
        return answered;
    }

    /** The transactional ids of a model's workers. */
    private List<String> producers(String model) {
        String prefix = config.transactionalIds(model);
        return get(connect().admin.listTransactions().all()).stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(prefix))
                .toList();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String model) {
        ListConsumerGroupOffsetsOptions stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
        return get(connect()
                .admin
                .listConsumerGroupOffsets(config.group(model), stable)
                .partitionsToOffsetAndMetadata());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        } catch (ExecutionException e) {
            throw new KafkaException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new KafkaException("the brokers do not answer within " + TIMEOUT.toSeconds() + " s", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            disconnect();
            return;
        }
        thread.interrupt();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
