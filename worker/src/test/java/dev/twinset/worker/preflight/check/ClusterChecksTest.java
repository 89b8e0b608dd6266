package dev.twinset.worker.preflight.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.models.ModelsState;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterState.OpenTransaction;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.cluster.WorkerNames;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Problem;
import dev.twinset.worker.preflight.finding.Severity;
import dev.twinset.worker.preflight.finding.State;
import dev.twinset.worker.store.StoreUser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** Each check of the cluster on its own: what it finds, and what that means for a worker that is about to start. */
class ClusterChecksTest {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final WorkerNames NAMES =
            new WorkerNames("m1", "group", "group-w1", "models", "catalog.features.m1");
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Node BROKER = new Node(1, "localhost", 9092);
    private static final StoreUser NOBODY = new StoreUser(StoreUser.State.FREE, Optional.empty());

    private final ClusterUse use = new ClusterUse(
            TOPICS,
            Optional.of(NAMES),
            Map.of("bootstrap.servers", "localhost:9092"),
            Map.of("client.id", "w1-uploads"),
            Map.of("max.request.size", 16 << 20, "buffer.memory", 64L << 20));

    // the state of a cluster as it must be; each test changes one thing
    private Map<String, Integer> levels = Map.of("transaction.version", 2, "group.version", 1);
    private final Map<String, AdminResult<TopicDescription>> topics = new HashMap<>();
    private final Map<String, AdminResult<Map<String, String>>> settings = new HashMap<>();
    private final Map<Integer, AdminResult<Map<String, String>>> brokers = new HashMap<>();
    private Optional<AdminResult<ConsumerGroupDescription>> group = Optional.empty();
    private final Map<String, AdminResult<TransactionDescription>> transactions = new HashMap<>();
    private Duration ahead = Duration.ZERO;
    private final List<OpenTransaction> openTransactions = new ArrayList<>();

    ClusterChecksTest() {
        List<TopicDefinition> all = new ArrayList<>(TopicDefinitions.events(TOPICS));
        all.add(TopicDefinitions.changelog(NAMES.changelog()));
        for (TopicDefinition definition : all) {
            topics.put(
                    definition.name(), AdminResult.of(topic(definition.name(), BROKER, Set.of(AclOperation.values()))));
            settings.put(definition.name(), AdminResult.of(definition.initial(1)));
        }
    }

    private static TopicDescription topic(String name, Node leader, Set<AclOperation> allowed) {
        List<Node> inSync = leader.isEmpty() ? List.of() : List.of(leader);
        return new TopicDescription(
                name, false, List.of(new TopicPartitionInfo(0, leader, List.of(BROKER), inSync)), allowed);
    }

    @Test
    void aTransactionThatIsOpenForLongIsNamed() {
        openTransactions.add(
                new OpenTransaction(new TopicPartition(TOPICS.images(), 4), 11, NOW.minus(Duration.ofSeconds(5))));
        assertThat(finding("transactions").problems()).isEmpty();

        openTransactions.add(
                new OpenTransaction(new TopicPartition(TOPICS.images(), 7), 12, NOW.minus(Duration.ofMinutes(9))));
        assertOnly(
                finding("transactions"),
                Severity.ADVICE,
                TOPICS.images() + "-7 has been open without a write for 540 s (producer id 12)",
                "kafka-transactions.sh");
    }

    private ClusterState state() {
        return new ClusterState(
                AdminResult.of(new ClusterState.Identity("cluster", List.of(BROKER), Optional.empty())),
                AdminResult.of(levels),
                topics,
                settings,
                brokers,
                group,
                transactions,
                AdminResult.of(new ClusterState.ClockOffset(ahead, Duration.ofMillis(1))),
                Optional.empty(),
                Optional.of(AdminResult.of(openTransactions)));
    }

    private Finding finding(String check) {
        return checks().stream()
                .filter(one -> one.name().equals(check))
                .findFirst()
                .orElseThrow()
                .examine(state());
    }

    private List<ClusterCheck> checks() {
        return ClusterChecks.of(use, NOBODY, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static void assertOnly(Finding finding, Severity severity, String what, String remedy) {
        assertThat(finding.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(severity);
            assertThat(problem.what()).contains(what);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    @Test
    void aClusterAsItMustBeHasNoProblem() {
        assertThat(checks()).extracting(ClusterCheck::name).isEqualTo(ClusterChecks.NAMES);
        assertThat(checks())
                .allSatisfy(check -> assertThat(check.examine(state()).state())
                        .as(check.name())
                        .isEqualTo(State.OK));
    }

    @Test
    void whatAWorkerCannotWaitForIsNotCheckedAtItsStart() {
        assertThat(checks())
                .filteredOn(check -> !check.atStart())
                .extracting(ClusterCheck::name)
                .containsExactly("group", "transactions");
    }

    @Test
    void oldFeatureLevelsStopTheStart() {
        levels = Map.of("transaction.version", 1);
        assertThat(finding("version").problems())
                .extracting(Problem::severity)
                .containsExactly(Severity.BLOCKER, Severity.BLOCKER);
        assertThat(finding("version").problems())
                .extracting(Problem::what)
                .anyMatch(what -> what.contains("transaction.version is 1, expected 2 or newer"))
                .anyMatch(what -> what.contains("group.version is 0, expected 1 or newer"));
    }

    @Test
    void aMissingTopicStopsTheStartButAMissingChangelogIsMadeByTheWorker() {
        topics.put(TOPICS.rejected(), AdminResult.failed(new UnknownTopicOrPartitionException("gone")));
        topics.put(NAMES.changelog(), AdminResult.failed(new UnknownTopicOrPartitionException("not yet")));
        assertOnly(
                finding("topics"),
                Severity.BLOCKER,
                "there is no topic " + TOPICS.rejected(),
                "./twinset topics create");
    }

    @Test
    void aTopicThatForgetsStopsTheStart() {
        settings.put(TOPICS.images(), AdminResult.of(Map.of("cleanup.policy", "delete")));
        assertOnly(finding("topics"), Severity.BLOCKER, "cleanup.policy is delete, expected compact", " --fix");
    }

    @Test
    void aChangelogThatForgetsStopsTheStart() {
        settings.put(NAMES.changelog(), AdminResult.of(Map.of("cleanup.policy", "delete")));
        assertOnly(finding("topics"), Severity.BLOCKER, NAMES.changelog() + ": cleanup.policy is delete", " --fix");
    }

    @Test
    void unusualRetentionIsOnlyAdvisedAgainst() {
        Map<String, String> shortRetention =
                new HashMap<>(state().settings(TOPICS.rejected()).value().orElseThrow());
        shortRetention.put("retention.ms", "1000");
        settings.put(TOPICS.rejected(), AdminResult.of(shortRetention));
        assertOnly(finding("topics"), Severity.ADVICE, "retention.ms is 1000", " --fix");
    }

    @Test
    void aBrokerThatIsAwayIsAFaultThatMayPassSoAWorkerStartsAndWaits() {
        topics.put(TOPICS.queries(), AdminResult.of(topic(TOPICS.queries(), Node.noNode(), Set.of())));
        assertThat(finding("topics").state()).isEqualTo(State.FAIL);
        assertThat(finding("topics").problems()).extracting(Problem::severity).containsOnly(Severity.FAULT);
    }

    @Test
    void settingsThatCannotBeSeenAreNamedOnce() {
        settings.replaceAll((name, known) -> AdminResult.failed(new TopicAuthorizationException("no")));
        assertOnly(finding("topics"), Severity.ADVICE, TOPICS.images() + ", " + TOPICS.queries(), "DescribeConfigs");
        assertThat(finding("sizes").found()).contains("as far as can be seen (not: " + TOPICS.images());
    }

    @Test
    void eachLimitBelowAnImageStopsTheStart() {
        settings.put(TOPICS.queries(), AdminResult.of(Map.of("max.message.bytes", "1048588")));
        brokers.put(1, AdminResult.of(Map.of("socket.request.max.bytes", "1000")));
        assertThat(finding("sizes").problems())
                .extracting(Problem::severity)
                .containsExactly(Severity.BLOCKER, Severity.BLOCKER);
        assertThat(finding("topics").state()).as("sizes are another check's").isEqualTo(State.OK);
    }

    @Test
    void theTopicOfModelsHasOnePartition() {
        TopicDescription one = topic(TOPICS.models(), BROKER, Set.of(AclOperation.values()));
        TopicPartitionInfo first = one.partitions().get(0);
        TopicPartitionInfo second = new TopicPartitionInfo(1, BROKER, List.of(BROKER), List.of(BROKER));
        topics.put(
                TOPICS.models(),
                AdminResult.of(new TopicDescription(TOPICS.models(), false, List.of(first, second), Set.of())));
        assertOnly(
                finding("topics"),
                Severity.BLOCKER,
                "catalog.models has 2 partitions, expected 1: its records have no order",
                "delete that topic, and run ./twinset topics create");
    }

    private Finding models(ModelsState state) {
        return ModelsCheck.examine(use, state, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aWorkerLearnsWhatItsModelIsFor() {
        assertThat(models(ModelsState.NONE).found()).contains("no model has ever answered");
        ServingModel own = ServingModel.first("m1", NOW);
        Finding serves = models(new ModelsState(Optional.of(own), NOW, Map.of()));
        assertThat(serves.found()).isEqualTo("m1 answers, term 1 since " + NOW);
        assertThat(serves.problems()).isEmpty();
        ServingModel other = ServingModel.first("m2", NOW);
        assertOnly(
                models(new ModelsState(Optional.of(other), NOW, Map.of())),
                Severity.ADVICE,
                "model m2 answers, not this worker's, m1: this worker builds and answers nothing",
                "./twinset model switch m1");
        assertOnly(
                models(new ModelsState(Optional.of(other), NOW, Map.of("m1", NOW))),
                Severity.BLOCKER,
                "model m1 was retired at " + NOW,
                "start the worker with another model");
    }

    @Test
    void aSwitchThatTakesLongIsNamed() {
        Optional<ServingModel> switching =
                Optional.of(ServingModel.first("m2", NOW).switching("m1", false));
        assertThat(models(new ModelsState(switching, NOW.minusSeconds(60), Map.of()))
                        .problems())
                .isEmpty();
        assertOnly(
                models(new ModelsState(switching, NOW.minusSeconds(61), Map.of())),
                Severity.ADVICE,
                "a switch from model m2 to m1 has been under way for 61 s: nobody answers",
                "./twinset model switch m1 continues it");
    }

    @Test
    void everyRightThatIsMissingIsNamed() {
        topics.put(TOPICS.images(), AdminResult.failed(new TopicAuthorizationException("no")));
        topics.put(
                TOPICS.recommendations(),
                AdminResult.of(topic(TOPICS.recommendations(), BROKER, Set.of(AclOperation.DESCRIBE))));
        group = Optional.of(AdminResult.failed(new GroupAuthorizationException("group")));
        transactions.put("models", AdminResult.failed(new TransactionalIdAuthorizationException("no")));
        assertThat(finding("rights").problems())
                .extracting(Problem::what)
                .containsExactly(
                        "this user lacks Read on topic " + TOPICS.images(),
                        "this user lacks Write on topic " + TOPICS.recommendations(),
                        "this user lacks Read on group group",
                        "this user lacks Write on transactional id models");
        assertThat(finding("rights").problems()).extracting(Problem::severity).containsOnly(Severity.BLOCKER);
    }

    @Test
    void whatCannotBeSeenOfTheGroupIsSaid() {
        assertThat(finding("rights").found()).endsWith("as far as can be seen (not: Read on group group)");
        group = Optional.of(AdminResult.of(group("w2-uploads")));
        assertThat(finding("rights").found()).isEqualTo("every operation of a worker is allowed");
    }

    @Test
    void anotherWorkerOfTheSameNameFails() {
        group = Optional.of(AdminResult.of(group("w1-uploads")));
        assertOnly(
                finding("group"), Severity.FAULT, "another live worker of group group has this worker.id", "worker.id");
        group = Optional.of(AdminResult.of(group("w2-uploads")));
        assertThat(finding("group").state()).isEqualTo(State.OK);
    }

    private static ConsumerGroupDescription group(String clientId) {
        MemberDescription member = new MemberDescription(
                "m",
                Optional.empty(),
                Optional.empty(),
                clientId,
                "/127.0.0.1",
                new MemberAssignment(Set.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ConsumerGroupDescription(
                "group",
                false,
                List.of(member),
                "range",
                GroupType.CONSUMER,
                GroupState.STABLE,
                BROKER,
                Set.of(AclOperation.READ),
                Optional.of(1),
                Optional.of(1));
    }

    @Test
    void aClockThatIsOffByMoreThanASecondIsWarnedOf() {
        ahead = Duration.ofMillis(900);
        assertThat(finding("clock").state()).isEqualTo(State.OK);
        ahead = Duration.ofMillis(-1500);
        assertOnly(finding("clock"), Severity.ADVICE, "this clock is 1500 ms ahead of the controller's", "NTP");
    }

    @Test
    void noSettingIsPrinted() {
        assertThat(new ClusterUse(TOPICS, Optional.empty(), Map.of("sasl.jaas.config", "secret"), Map.of(), Map.of())
                        .toString())
                .doesNotContain("secret");
    }
}
