package dev.twinset.worker.doctor;

import static dev.twinset.worker.doctor.Visit.assertOnly;
import static dev.twinset.worker.doctor.Visit.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndex;
import dev.twinset.worker.features.LogIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real faults, planted one at a time around a real broker: the doctor names each, and is content with all else. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before the first test
class DoctorIT {
    private static final List<String> OF_THE_CLUSTER =
            Doctor.CHECKS.subList(Doctor.CHECKS.indexOf(LoginCheck.NAME), Doctor.CHECKS.size());
    private static final List<String> NO_TLS = List.of(TlsCheck.NAME);
    private static final ModelBundle MODEL = ModelBundle.standard();

    @TempDir
    static Path brokerDirectory;

    private static ManyDoors kafka;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        kafka = new ManyDoors(brokerDirectory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    @Order(1)
    void aHealthySetUpIsWellAndIsLeftAsItWas() throws Exception {
        Visit visit = new Visit(kafka.at("GOOD"), kafka.topics(), directory.resolve("data"))
                .tls(kafka.trustStore("authority"));
        Report report = visit.report();

        assertThat(report.findings()).extracting(Finding::check).isEqualTo(Doctor.CHECKS);
        assertThat(report.exitCode()).as(report.text()).isZero();
        assertThat(report.findings())
                .as(report.text())
                .filteredOn(finding -> !finding.check().equals(KernelsCheck.NAME))
                .allMatch(finding -> finding.state() == State.OK);
        assertThat(finding(report, TlsCheck.NAME).found()).contains(kafka.at("GOOD") + " until 2");
        assertThat(directory.resolve("data")).doesNotExist();
        try (Admin admin = kafka.admin()) {
            assertThat(admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get())
                    .as("topics, with Kafka's own that a question could have made")
                    .hasSize(4);
        }
    }

    @Test
    void aBrokerThatIsDown() {
        Report report = new Visit("127.0.0.1:" + kafka.closedPort, kafka.names(), directory).report();
        assertOnly(report, BrokersCheck.NAME, State.FAIL, "nothing listens at 127.0.0.1:", unseen(TlsCheck.NAME));
    }

    @Test
    void oneAddressOfTwoThatIsDownIsOnlyAWarning() throws Exception {
        Report report =
                new Visit(kafka.at("OPEN") + ",127.0.0.1:" + kafka.closedPort, kafka.topics(), directory).report();
        assertOnly(report, BrokersCheck.NAME, State.WARN, "; another one answers", NO_TLS);
    }

    @Test
    void aHostThatHasNoName() {
        Report report = new Visit("no-such-host.invalid:9092", kafka.names(), directory).report();
        assertOnly(report, BrokersCheck.NAME, State.FAIL, "no-such-host.invalid", unseen(TlsCheck.NAME));
    }

    @Test
    void aBrokerThatNeverAnswers() throws IOException {
        try (Impostor silent = Impostor.silent()) {
            long start = System.nanoTime();
            Report report = new Visit(silent.address(), kafka.names(), directory).report();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertOnly(report, BrokersCheck.NAME, State.FAIL, "does not answer Kafka's first", unseen(TlsCheck.NAME));
        }
    }

    @Test
    void aWebServerInABrokersPlace() throws IOException {
        try (Impostor web = Impostor.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            Report report = new Visit(web.address(), kafka.names(), directory).report();
            assertOnly(report, BrokersCheck.NAME, State.FAIL, "answers as a web server does", unseen(TlsCheck.NAME));
        }
    }

    @Test
    void aBrokerThatIsTooOld() throws IOException {
        try (Impostor old = Impostor.ofKafka(Map.of(0, 9, 18, 3, 26, 3))) {
            Report report = new Visit(old.address(), kafka.names(), directory).report();
            assertOnly(report, BrokersCheck.NAME, State.FAIL, "is older than Kafka 4.0", unseen(TlsCheck.NAME));
        }
    }

    @Test
    void aListenerForTlsSpokenToWithout() {
        Report report = new Visit(kafka.at("GOOD"), kafka.names(), directory).report();
        Finding brokers = finding(report, BrokersCheck.NAME);
        assertThat(brokers.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what())
                    .contains("the port " + kafka.at("GOOD") + " speaks TLS and lets nobody log in by SASL");
            assertThat(problem.remedy()).isEqualTo("set it to SSL, or use the address of another listener");
        });
    }

    @Test
    void aListenerWithoutTlsSpokenToWith() throws Exception {
        Report report = new Visit(kafka.at("OPEN"), kafka.names(), directory)
                .tls(kafka.trustStore("authority"))
                .report();
        assertOnly(
                report,
                BrokersCheck.NAME,
                State.FAIL,
                "speaks no TLS and lets nobody log in by SASL, but kafka.security.protocol is SSL",
                unseen(TlsCheck.NAME));
    }

    @Test
    void aBrokerThatSendsItsClientsElsewhere() throws Exception {
        Report report = new Visit(kafka.at("ELSEWHERE"), kafka.names(), directory).report();
        assertOnly(
                report,
                BrokersCheck.NAME,
                State.FAIL,
                "a broker advertises the address 127.0.0.1:" + kafka.closedPort,
                unseen(TlsCheck.NAME));
    }

    @Test
    void anExpiredCertificate() throws Exception {
        Report report = tls("EXPIRED", "authority");
        assertOnly(
                report,
                TlsCheck.NAME,
                State.FAIL,
                "shows a certificate that is not valid now: CN=expired expired on 20",
                OF_THE_CLUSTER);
    }

    @Test
    void aCertificateOfAnUnknownAuthority() throws Exception {
        Report report = tls("GOOD", "stranger");
        assertOnly(
                report,
                TlsCheck.NAME,
                State.FAIL,
                "shows a certificate of CN=good signed by an authority that is unknown here (CN=authority)",
                OF_THE_CLUSTER);
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        Report report = tls("OTHER", "authority");
        assertOnly(
                report,
                TlsCheck.NAME,
                State.FAIL,
                "shows a certificate for kafka.example, not for the host in its address (No subject",
                OF_THE_CLUSTER);
    }

    @Test
    void aTrustStoreThatIsNotThere() throws Exception {
        Report report = new Visit(kafka.at("GOOD"), kafka.names(), directory)
                .tls(directory.resolve("none.p12"))
                .report();
        assertOnly(report, TlsCheck.NAME, State.FAIL, "none.p12", unseen(BrokersCheck.NAME));
    }

    @Test
    void aWrongPassword() throws Exception {
        Report report = new Visit(kafka.at("LOGIN"), kafka.topics(), directory)
                .login(ManyDoors.USER, "guessed")
                .report();
        assertOnly(
                report,
                LoginCheck.NAME,
                State.FAIL,
                "the brokers refuse the login by SASL_PLAINTEXT with PLAIN",
                unseenBeyondLogin());
    }

    @Test
    void rulesOfTransactionsThatAreTooOld() throws Exception {
        try (Admin admin = kafka.admin()) {
            transactionVersion(admin, (short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            try {
                Report report = new Visit(kafka.at("OPEN"), kafka.topics(), directory).report();
                assertOnly(
                        report, VersionCheck.NAME, State.FAIL, "transaction.version is 1, expected 2 or newer", NO_TLS);
            } finally {
                transactionVersion(admin, (short) 2, FeatureUpdate.UpgradeType.UPGRADE);
            }
        }
    }

    private static void transactionVersion(Admin admin, short level, FeatureUpdate.UpgradeType type) throws Exception {
        admin.updateFeatures(Map.of("transaction.version", new FeatureUpdate(level, type)), new UpdateFeaturesOptions())
                .all()
                .get();
    }

    @Test
    void aTopicThatIsMissing() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.rejected(), Map.of()));
        Report report = new Visit(kafka.at("OPEN"), topics, directory).report();
        assertOnly(report, TopicsCheck.NAME, State.FAIL, "there is no topic " + topics.rejected(), NO_TLS);
        assertThat(finding(report, TopicsCheck.NAME).problems().get(0).remedy())
                .isEqualTo("./twinset topics create --bootstrap " + kafka.at("OPEN") + " --images-topic "
                        + topics.images() + " --queries-topic " + topics.queries() + " --recommendations-topic "
                        + topics.recommendations() + " --rejected-topic " + topics.rejected());
    }

    @Test
    void aTopicThatForgetsItems() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.images(), Map.of("cleanup.policy", "delete")));
        Report report = new Visit(kafka.at("OPEN"), topics, directory).report();
        assertOnly(
                report,
                TopicsCheck.NAME,
                State.FAIL,
                topics.images() + ": cleanup.policy is delete, expected compact, or images are deleted with time",
                NO_TLS);
    }

    @Test
    void aTopicWhoseWritesAreAllRefused() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.recommendations(), Map.of("min.insync.replicas", "2")));
        Report report = new Visit(kafka.at("OPEN"), topics, directory).report();
        assertOnly(report, TopicsCheck.NAME, State.FAIL, "min.insync.replicas is 2, expected at most 1", NO_TLS);
    }

    @Test
    void aTopicTooSmallForLargeImages() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.queries(), Map.of("max.message.bytes", "1048588")));
        Report report = new Visit(kafka.at("OPEN"), topics, directory).report();
        assertOnly(
                report,
                SizesCheck.NAME,
                State.FAIL,
                topics.queries() + ": max.message.bytes is 1048588, expected at least 8454144",
                NO_TLS);
    }

    @Test
    void aProducerTooSmallForLargeDeadLetters() throws Exception {
        Report report = new Visit(kafka.at("OPEN"), kafka.topics(), directory)
                .set("kafka.max.request.size", "1048576")
                .report();
        assertOnly(report, SizesCheck.NAME, State.FAIL, "kafka.max.request.size is 1048576", NO_TLS);
    }

    @Test
    void aRightThatIsMissing() throws Exception {
        Topics topics = kafka.topics();
        String log = topics.features(MODEL.modelId());
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(log, 2, (short) 1)
                            .configs(TopicDefinitions.featureLog(log).initial(1))))
                    .all()
                    .get();
            Rights rights = new Rights(admin, topics, log, topics.images() + "." + MODEL.modelId());
            rights.grantAll();
            Visit visit = new Visit(kafka.at("LOGIN"), topics, directory).login(ManyDoors.USER, ManyDoors.SECRET);
            // what a worker need not have is not missed: the controller's clock and the brokers' own settings
            List<String> unseen = List.of(TlsCheck.NAME, ClockCheck.NAME);
            assertThat(finding(visit.report(), RightsCheck.NAME).state()).isEqualTo(State.OK);

            rights.take(topics.recommendations(), AclOperation.WRITE);
            assertOnly(
                    visit.report(),
                    RightsCheck.NAME,
                    State.FAIL,
                    "this user lacks Write on topic " + topics.recommendations(),
                    unseen);
        }
    }

    @Test
    void aDamagedModel() throws Exception {
        Path file = directory.resolve("shop.twinset");
        MODEL.write(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Report report = new Visit(kafka.at("OPEN"), kafka.topics(), directory)
                .set("model", file.toString())
                .report();
        assertOnly(
                report,
                ModelCheck.NAME,
                State.FAIL,
                "shop.twinset is refused",
                List.of(TlsCheck.NAME, KernelsCheck.NAME, StoreCheck.NAME, GroupCheck.NAME));
    }

    @Test
    void aStoreOfAnotherModel() throws Exception {
        store(directory, "another-model");
        Report report = new Visit(kafka.at("OPEN"), kafka.topics(), directory).report();
        assertOnly(report, StoreCheck.NAME, State.FAIL, "holds features of model another-model", NO_TLS);
    }

    @Test
    void aStoreOfAnEarlierFormat() throws Exception {
        Path features = Files.createDirectories(directory.resolve("features").resolve(MODEL.modelId()));
        Files.writeString(features.resolve("store.properties"), "format=1\n");
        Report report = new Visit(kafka.at("OPEN"), kafka.topics(), directory).report();
        assertOnly(report, StoreCheck.NAME, State.WARN, "format 1 is older than 2", NO_TLS);
    }

    @Test
    void aDamagedStoreAndItIsLeftAsItWas() throws Exception {
        Path features = store(directory, MODEL.modelId());
        Visit visit = new Visit(kafka.at("OPEN"), kafka.topics(), directory);
        Report whole = visit.report();
        assertThat(finding(whole, StoreCheck.NAME).state()).as(whole.text()).isEqualTo(State.OK);
        assertThat(finding(whole, StoreCheck.NAME).found()).startsWith("3 items in");

        Path vectors = features.resolve("000001.vec.npy");
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[4096] ^= 1; // of the first row; another batch follows
        Files.write(vectors, bytes);
        assertOnly(visit.report(), StoreCheck.NAME, State.FAIL, "are damaged: ", NO_TLS);
        assertThat(Files.readAllBytes(vectors)).isEqualTo(bytes);
    }

    private static Path store(Path data, String modelId) throws IOException {
        Path features = data.resolve("features").resolve(MODEL.modelId());
        int dimension = MODEL.manifest().dimension();
        try (FeatureIndex replica = LocalFeatureIndex.open(
                features, modelId, dimension, new LogIdentity("cluster", "topic"), Clock.systemUTC())) {
            for (String id : List.of("a", "b", "c")) {
                float[] vector = new float[dimension];
                vector[0] = 1;
                replica.apply(List.of(new FeatureChange(id, Optional.of(vector))), Map.of(0, 1L));
            }
        }
        return features;
    }

    @Test
    void aDataDirectoryThatIsAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "not a directory");
        Report report = new Visit(kafka.at("OPEN"), kafka.topics(), file).report();
        assertOnly(report, DataDirectoryCheck.NAME, State.FAIL, file + " is no directory", NO_TLS);
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (Impostor other = Impostor.silent()) {
            String port = other.address().replaceFirst(".*:", "");
            Visit visit = new Visit(kafka.at("OPEN"), kafka.topics(), directory).set("http.port", port);
            assertOnly(visit.report(), PortCheck.NAME, State.FAIL, "127.0.0.1 port " + port + " is taken", NO_TLS);
        }
    }

    @Test
    void placesThatAreAllTakenAndOneThatIsFree() throws Exception {
        Visit visit = new Visit(kafka.at("OPEN"), kafka.topics(), directory);
        try (FileChannel first = FileChannel.open(
                        directory.resolve("slot-1.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock taken = first.lock()) {
            assertThat(taken.isValid()).isTrue();
            assertOnly(visit.set("worker.slots", "1").report(), "configuration", State.FAIL, "every slot of ", NO_TLS);
            Report second = visit.set("worker.slots", "2").report();
            assertThat(second.exitCode()).as(second.text()).isZero();
            assertThat(finding(second, "configuration").found()).startsWith("worker w1-2,");
        }
    }

    @Test
    void aSecondWorkerOfTheSameName() throws Exception {
        Topics topics = kafka.topics();
        Visit visit = new Visit(kafka.at("OPEN"), topics, directory);
        try (KafkaConsumer<byte[], byte[]> namesake = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.at("OPEN"),
                        "group.protocol",
                        "consumer",
                        "group.id",
                        topics.images() + "." + MODEL.modelId(),
                        "client.id",
                        "w1-uploads"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            namesake.subscribe(List.of(topics.images()));
            while (namesake.assignment().isEmpty()) {
                namesake.poll(Duration.ofMillis(100));
            }
            assertOnly(
                    visit.report(),
                    GroupCheck.NAME,
                    State.FAIL,
                    "has this worker.id, at 127.0.0.1: of two with one transactional id, each stops the other",
                    NO_TLS);
        }
    }

    @Test
    void aFaultInTheSettings() {
        Report report = new Visit(kafka.at("OPEN"), kafka.names(), directory)
                .set("pipeline.deep", "3")
                .report();
        assertOnly(
                report,
                "configuration",
                State.FAIL,
                "pipeline.deep (--set): unknown setting, did you mean pipeline.depth?",
                Doctor.CHECKS.subList(2, Doctor.CHECKS.size()));
    }

    @Test
    void aRunningWorkerIsKnownAndNotDisturbed() throws Exception {
        Visit visit = new Visit(kafka.at("OPEN"), kafka.topics(), directory.resolve("data"));
        try (RunningBeside worker = RunningBeside.start(visit.options().read(Map.of()))) {
            int epoch = worker.groupEpoch(kafka);
            Report report = visit.report();
            assertThat(report.exitCode()).as(report.text()).isZero();
            assertThat(finding(report, StoreCheck.NAME).found())
                    .contains("in use by a running worker, process "
                            + ProcessHandle.current().pid());
            assertThat(finding(report, GroupCheck.NAME).found()).contains("1 worker, this one among them");
            assertThat(worker.isRunning()).isTrue();
            assertThat(worker.groupEpoch(kafka)).isEqualTo(epoch);
        }
    }

    private Report tls(String door, String trusted) throws Exception {
        return new Visit(kafka.at(door), kafka.names(), directory)
                .tls(kafka.trustStore(trusted))
                .report();
    }

    /** What nobody can look at when no broker can be asked. */
    private static List<String> unseen(String more) {
        List<String> unseen = new ArrayList<>(OF_THE_CLUSTER);
        unseen.add(more);
        return unseen;
    }

    private static List<String> unseenBeyondLogin() {
        List<String> unseen = unseen(TlsCheck.NAME);
        unseen.remove(LoginCheck.NAME);
        return unseen;
    }
}
