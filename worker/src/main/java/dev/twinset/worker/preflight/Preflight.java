package dev.twinset.worker.preflight;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.Right;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.preflight.check.AclRequirements;
import dev.twinset.worker.preflight.check.ClusterCheck;
import dev.twinset.worker.preflight.check.ClusterChecks;
import dev.twinset.worker.preflight.check.ModelsCheck;
import dev.twinset.worker.preflight.check.NumericSetting;
import dev.twinset.worker.preflight.check.RightsCheck;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.ClusterInspector;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.cluster.Deadline;
import dev.twinset.worker.preflight.machine.DataDirectoryCheck;
import dev.twinset.worker.store.StoreUser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's own checks before it starts: the doctor's, as far as they must hold. It refuses to start with every fault
 * in one sentence, logs what is only advised, and makes its model's changelog when that is missing. One thread.
 */
public final class Preflight {
    private static final Logger log = LoggerFactory.getLogger(Preflight.class);
    private static final String PREFIX = "kafka.";
    private static final String RETENTION = "delete.retention.ms";

    /** A machine that is short of CPU may take long to answer; a log line says that the worker waits. */
    private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    /** Only a check that is not for the start needs it. */
    private static final StoreUser UNKNOWN_USER = new StoreUser(StoreUser.State.UNKNOWN, Optional.empty());

    private final ClusterUse use;
    private final TopicDefinition changelog;
    private final Path dataDirectory;
    private final OptionalLong dimension;
    private final Clock clock;
    private final KafkaErrors access;
    private final List<Right> rights;
    private final Duration timeout;

    /**
     * @param use with its names
     * @param dimension of the features that are copied to the directory; empty if none are
     */
    public Preflight(ClusterUse use, Path dataDirectory, OptionalLong dimension, Clock clock) {
        this.use = requireNonNull(use, "use is null");
        this.changelog = use.changelog().orElseThrow();
        this.dataDirectory = requireNonNull(dataDirectory, "dataDirectory is null");
        this.dimension = dimension;
        this.clock = requireNonNull(clock, "clock is null");
        this.access = new KafkaErrors(use.admin(), PREFIX, clock);
        this.rights = AclRequirements.of(use.topics(), use.names()).all();
        this.timeout =
                Duration.ofMillis(NumericSetting.of(use.admin(), "default.api.timeout.ms", DEFAULT_TIMEOUT_MILLIS));
    }

    /**
     * Takes as long as the brokers do, {@code default.api.timeout.ms} at most for each step.
     *
     * @throws PreflightException if the worker cannot start
     */
    public Changelog run() {
        access.misfit().ifPresent(misfit -> {
            throw new PreflightException(misfit);
        });
        Admin admin = admin();
        try {
            awaitBrokers(admin);
            ClusterState state = inspect(admin);
            judge(state);
            return changelog(state).orElseGet(() -> create(admin, state));
        } finally {
            admin.close(Duration.ofSeconds(1)); // nothing is left that is worth waiting for
        }
    }

    /** The sentence for a failure of a client that this worker uses; empty if it has nothing to do with access. */
    public Optional<String> explain(Throwable failure) {
        return access.explain(failure, rights);
    }

    private Admin admin() {
        try {
            return Admin.create(use.admin());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PreflightException(
                    access.explain(e, List.of())
                            .orElseGet(() -> "the Kafka settings cannot be used: " + cause.getMessage()),
                    e);
        }
    }

    private void awaitBrokers(Admin admin) {
        KafkaFuture<String> request = admin.describeCluster().clusterId();
        Deadline deadline = Deadline.in(timeout);
        AdminResult<String> result = AdminResult.await(request, deadline.atMost(LOG_INTERVAL));
        while (!request.isDone() && deadline.leftMillis() > 0) {
            access.explain(new TimeoutException("no answer"), List.of()).ifPresent(mismatch -> {
                throw new PreflightException(mismatch);
            });
            log.warn(
                    "the Kafka at {} (kafka.bootstrap.servers) {}: waiting up to {} s more",
                    use.bootstrap(),
                    access.isListening() ? "is slow to answer" : "does not answer",
                    deadline.leftMillis() / 1000);
            result = AdminResult.await(request, deadline.atMost(LOG_INTERVAL));
        }
        value(result, "asking for the cluster", List.of());
    }

    private ClusterState inspect(Admin admin) {
        return new ClusterInspector(admin, clock, Deadline.in(timeout)).inspect(use);
    }

    /** @throws PreflightException naming all that does not hold */
    private void judge(ClusterState state) {
        value(state.identity(), "asking for the cluster", List.of());
        value(state.featureLevels(), "asking for the cluster's features", List.of());
        StartFaults faults = new StartFaults();
        for (ClusterCheck check : ClusterChecks.of(use, UNKNOWN_USER, clock)) {
            if (check.atStart() && !check.name().equals(RightsCheck.NAME)) { // in a better sentence below
                faults.add(check.examine(state));
            }
        }
        faults.add(ModelsCheck.examine(use, state, clock));
        OptionalLong records = state.changelog().map(ChangelogState::records).stream()
                .mapToLong(Long::longValue)
                .filter(any -> dimension.isPresent())
                .findFirst();
        faults.add(DataDirectoryCheck.examine(dataDirectory, dimension, records));
        List<String> sentences = new ArrayList<>();
        List<Right> missing = new RightsCheck(use).missing(state);
        if (!missing.isEmpty()) {
            sentences.add(access.lacking(missing));
        }
        faults.sentence()
                .ifPresent(sentence -> sentences.add("the worker cannot start with the Kafka at " + use.bootstrap()
                        + ": " + sentence + "; ./twinset doctor looks at everything"));
        if (!sentences.isEmpty()) {
            throw new PreflightException(String.join("; ", sentences));
        }
    }

    /** Empty if there is none yet. */
    private Optional<Changelog> changelog(ClusterState state) {
        String name = changelog.name();
        AdminResult<TopicDescription> found = state.topic(name);
        if (found.isUnknownTopic() || state.settings(name).isUnknownTopic()) {
            return Optional.empty();
        }
        TopicDescription topic = value(found, "asking for the topic " + name, rights);
        Map<String, String> settings =
                value(state.settings(name), "asking for the settings of the topic " + name, rights);
        String clusterId = state.identity().value().orElseThrow().clusterId();
        return Optional.of(new Changelog(
                name,
                topic.partitions().size(),
                new LogIdentity(clusterId, topic.topicId().toString()),
                Duration.ofMillis(NumericSetting.of(settings, RETENTION, 0))));
    }

    /** With as many partitions as the images have; a changelog that exists keeps its own. */
    private Changelog create(Admin admin, ClusterState state) {
        String name = changelog.name();
        int partitions = value(state.topic(use.topics().images()), "asking for the images' topic", rights)
                .partitions()
                .size();
        // as many copies as the brokers give by default, and their default of copies in sync
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(changelog.initial(1));
        Deadline deadline = Deadline.in(timeout);
        AdminResult<String> created =
                AdminResult.await(admin.createTopics(List.of(topic)).all().thenApply(done -> name), deadline);
        if (created.failure().filter(TopicExistsException.class::isInstance).isEmpty()) {
            value(created, "creating the changelog " + name, List.of(Right.topic(AclOperation.CREATE, name)));
            log.info("created the changelog {} with {} partitions", name, partitions);
        }
        return awaitChangelog(admin, deadline);
    }

    /** A topic that was just created may take a moment to be known everywhere. */
    private Changelog awaitChangelog(Admin admin, Deadline deadline) {
        while (deadline.leftMillis() > 0) {
            Optional<Changelog> found = changelog(inspect(admin));
            if (found.isPresent()) {
                return found.get();
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PreflightException("interrupted while waiting for the changelog " + changelog.name(), e);
            }
        }
        throw new PreflightException(
                "the changelog " + changelog.name() + " was created but does not appear: look at the brokers' logs");
    }

    private <T> T value(AdminResult<T> result, String what, List<Right> needed) {
        return result.value().orElseThrow(() -> {
            Throwable cause = result.failure().orElseThrow();
            return new PreflightException(
                    access.explain(cause, needed)
                            .orElseGet(() -> isTimeout(cause)
                                    ? unreachable()
                                    : what + " at " + use.bootstrap() + " failed: " + cause.getMessage()),
                    cause);
        });
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException;
    }

    private String unreachable() {
        if (access.isListening()) {
            return "the Kafka at " + use.bootstrap() + " takes connections but did not answer within "
                    + timeout.toSeconds()
                    + " s: it is starting, or short of CPU; start the worker again, or raise"
                    + " kafka.default.api.timeout.ms";
        }
        return "no Kafka answers at " + use.bootstrap() + " within " + timeout.toSeconds()
                + " s: check kafka.bootstrap.servers, or start a broker with ./twinset broker --dir DIR --port 9092";
    }
}
