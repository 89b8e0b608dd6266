package dev.twinset.worker.doctor;

import static dev.twinset.worker.doctor.DoctorRun.assertOnly;
import static dev.twinset.worker.doctor.DoctorRun.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.preflight.finding.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What can be wrong in a cluster that answers: levels, topics, sizes, rights, the group. */
class DoctorClusterIT extends DoctorTest {
    @Test
    void rulesOfTransactionsThatAreTooOld() throws Exception {
        try (Admin admin = kafka.admin()) {
            transactionVersion(admin, (short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            try {
                DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory).report();
                assertOnly(report, "version", State.FAIL, "transaction.version is 1, expected 2 or newer", NO_TLS);
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
    void aTransactionThatAProducerLeftOpen() throws Exception {
        Topics topics = kafka.topics();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.at("OPEN"), "transactional.id", "shop"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            long tenMinutesAgo = System.currentTimeMillis() - 600_000;
            producer.send(new ProducerRecord<>(topics.images(), 0, tenMinutesAgo, new byte[] {'a'}, new byte[] {1}))
                    .get();
            DoctorReport report = new DoctorRun(kafka.at("OPEN"), topics, directory).report();
            assertOnly(
                    report, "transactions", State.WARN, topics.images() + "-0 has been open without a write", NO_TLS);
            producer.abortTransaction();
        }
    }

    @Test
    void aClientWithAnotherPartitioner() throws Exception {
        Topics topics = kafka.topics();
        byte[] key = {'a'};
        try (Admin admin = kafka.admin()) {
            admin.createPartitions(Map.of(topics.images(), NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }
        int elsewhere = (KafkaRecords.partition(key, 3) + 1) % 3;
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.at("OPEN")), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.images(), elsewhere, key, new byte[] {1}))
                    .get();
        }
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), topics, directory).report();
        assertOnly(
                report,
                "partitioner",
                State.WARN,
                "1 of the latest 1 records of " + topics.images() + " are not in the partition of their key",
                NO_TLS);
    }

    @Test
    void aTopicThatIsMissing() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.rejected(), Map.of()));
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), topics, directory).report();
        assertOnly(report, "topics", State.FAIL, "there is no topic " + topics.rejected(), NO_TLS);
        assertThat(finding(report, "topics").problems().get(0).remedy())
                .isEqualTo("./twinset topics create --bootstrap " + kafka.at("OPEN") + " --images-topic "
                        + topics.images() + " --queries-topic " + topics.queries() + " --attributes-topic "
                        + topics.attributes() + " --models-topic "
                        + topics.models() + " --recommendations-topic "
                        + topics.recommendations() + " --rejected-topic " + topics.rejected());
    }

    @Test
    void aTopicThatForgetsItems() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.images(), Map.of("cleanup.policy", "delete")));
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), topics, directory).report();
        assertOnly(
                report,
                "topics",
                State.FAIL,
                topics.images()
                        + ": cleanup.policy is delete, expected compact, or images expire, and a new model misses those items",
                NO_TLS);
    }

    @Test
    void aTopicWhoseWritesAreAllRefused() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.recommendations(), Map.of("min.insync.replicas", "2")));
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), topics, directory).report();
        assertOnly(report, "topics", State.FAIL, "min.insync.replicas is 2, expected at most 1", NO_TLS);
    }

    @Test
    void aTopicTooSmallForLargeImages() throws Exception {
        Topics topics = kafka.names();
        kafka.make(topics, Map.of(topics.queries(), Map.of("max.message.bytes", "1048588")));
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), topics, directory).report();
        assertOnly(
                report,
                "sizes",
                State.FAIL,
                topics.queries() + ": max.message.bytes is 1048588, expected at least 8454144",
                NO_TLS);
    }

    @Test
    void aProducerTooSmallForLargeDeadLetters() throws Exception {
        DoctorReport report = new DoctorRun(kafka.at("OPEN"), kafka.topics(), directory)
                .set("kafka.max.request.size", "1048576")
                .report();
        assertOnly(report, "sizes", State.FAIL, "kafka.max.request.size is 1048576", NO_TLS);
    }

    @Test
    void aRightThatIsMissing() throws Exception {
        Topics topics = kafka.topics();
        String log = topics.features(MODEL.modelId());
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(log, 2, (short) 1)
                            .configs(TopicDefinitions.changelog(log).initial(1))))
                    .all()
                    .get();
            TestAcls rights = new TestAcls(admin, topics, log, topics.images() + "." + MODEL.modelId());
            rights.grantAll();
            DoctorRun doctor =
                    new DoctorRun(kafka.at("LOGIN"), topics, directory).login(ManyListeners.USER, ManyListeners.SECRET);
            // what a worker need not have is not missed: the controller's clock and the brokers' own settings
            List<String> unseen = List.of("tls", "clock");
            assertThat(finding(doctor.report(), "rights").state()).isEqualTo(State.OK);

            rights.take(topics.recommendations(), AclOperation.WRITE);
            assertOnly(
                    doctor.report(),
                    "rights",
                    State.FAIL,
                    "this user lacks Write on topic " + topics.recommendations(),
                    unseen);
        }
    }

    @Test
    void aSecondWorkerOfTheSameName() throws Exception {
        Topics topics = kafka.topics();
        DoctorRun doctor = new DoctorRun(kafka.at("OPEN"), topics, directory);
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
                    doctor.report(),
                    "group",
                    State.FAIL,
                    "has this worker.id, at 127.0.0.1: two workers with one transactional id stop each other",
                    NO_TLS);
        }
    }
}
