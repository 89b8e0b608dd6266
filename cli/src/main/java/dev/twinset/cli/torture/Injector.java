package dev.twinset.cli.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.broker.LocalKafka;
import dev.twinset.console.FailureText;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Causes faults; which worker, broker or byte is hit follows from the seed. One thread. */
final class Injector {
    private final Cluster cluster;
    private final int brokers;
    private final Load load;
    private final Random random;

    Injector(Cluster cluster, int brokers, Load load, Random random) {
        this.cluster = cluster;
        this.brokers = brokers;
        this.load = load;
        this.random = random;
    }

    /** @param struck told once, when the harm is done and what it hit may recover */
    void inject(TortureFault fault, Runnable struck) throws IOException, InterruptedException {
        switch (fault) {
            case KILL_WORKER -> killWorker(struck);
            case KILL_ALL_WORKERS -> killAllWorkers(struck);
            case SUSPEND_WORKER -> suspendWorker(struck);
            case RESTART_WORKER -> restartWorker(struck);
            case STARVE_WORKER -> starveWorker(struck);
            case KILL_LEADER -> killLeader(struck);
            case KILL_CONTROLLER -> killController(struck);
            case KILL_TWO_BROKERS -> killTwoBrokers(struck);
            case DELETE_STORE -> damageStore(struck, StoreDamage.deletion());
            case FLIP_STORE -> damageStore(struck, StoreDamage.flippedBits(random));
            case TRUNCATE_STORE -> damageStore(struck, StoreDamage.truncation(random));
            case ABORTED_UPLOADS -> abortedUploads(struck);
            case OPEN_UPLOADS -> openUploads(struck);
            case QUOTA -> quota(struck);
            case START_STARVED -> startStarved(struck);
            case KILL_COORDINATOR -> killCoordinator(struck);
            case SMALL_TOPIC -> smallTopic(struck);
            case COMPACT -> compact(struck);
            case IDLE -> idle(struck);
            case FULL_DISK -> fullDisk(struck);
            case ADD_PARTITION -> addPartition(struck);
        }
    }

    private void killWorker(Runnable struck) throws IOException, InterruptedException {
        int worker = anyWorker();
        cluster.killWorker(worker);
        struck.run();
        cluster.startWorker(worker);
        cluster.awaitReady(worker);
    }

    private void killAllWorkers(Runnable struck) throws IOException, InterruptedException {
        for (int worker = 1; worker <= cluster.workers(); worker++) {
            cluster.killWorker(worker);
        }
        struck.run();
        cluster.startWorkers(cluster.workers());
    }

    private void suspendWorker(Runnable struck) throws IOException, InterruptedException {
        int worker = anyWorker();
        cluster.signal(worker, "STOP");
        struck.run();
        Thread.sleep(20_000);
        cluster.signal(worker, "CONT");
    }

    private void restartWorker(Runnable struck) throws IOException, InterruptedException {
        int worker = anyWorker();
        cluster.stopWorker(worker);
        struck.run();
        cluster.startWorker(worker);
        cluster.awaitReady(worker);
    }

    /** Stopped four fifths of the time: what a CPU limit does, on a machine where none can be set. */
    private void starveWorker(Runnable struck) throws IOException, InterruptedException {
        int worker = anyWorker();
        struck.run();
        for (int turn = 0; turn < 80; turn++) {
            starve(worker);
        }
    }

    private void startStarved(Runnable struck) throws IOException, InterruptedException {
        int worker = anyWorker();
        cluster.killWorker(worker);
        StoreDamage.deletion().to(cluster.dataDirectory(worker));
        struck.run();
        cluster.startWorker(worker);
        while (!cluster.isReady(worker)) {
            starve(worker);
        }
    }

    private void starve(int worker) throws IOException, InterruptedException {
        cluster.signal(worker, "STOP");
        Thread.sleep(200);
        cluster.signal(worker, "CONT");
        Thread.sleep(50);
    }

    private void killLeader(Runnable struck) throws IOException, InterruptedException {
        int leader;
        try (Admin admin = admin()) {
            String topic = Topics.DEFAULT.images();
            TopicDescription images = await(admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .thenApply(found -> requireNonNull(found.get(topic))));
            var partitions = images.partitions();
            leader = partitions.get(random.nextInt(partitions.size())).leader().id();
        }
        killBroker(leader, struck);
    }

    private void killController(Runnable struck) throws IOException, InterruptedException {
        int controller;
        try (Admin admin = admin()) {
            controller = await(admin.describeMetadataQuorum().quorumInfo()).leaderId();
        }
        killBroker(controller, struck);
    }

    /** In the middle of a commit as often as not: under load a worker does little else. */
    private void killCoordinator(Runnable struck) throws IOException, InterruptedException {
        int coordinator;
        try (Admin admin = admin()) {
            String id = cluster.transactionalId(anyWorker());
            coordinator = await(admin.describeTransactions(List.of(id)).description(id))
                    .coordinatorId();
        }
        killBroker(coordinator, struck);
    }

    private void killBroker(int broker, Runnable struck) throws IOException, InterruptedException {
        cluster.kafka().kill(broker);
        struck.run();
        Thread.sleep(5_000);
        cluster.kafka().start(broker);
    }

    private void killTwoBrokers(Runnable struck) throws IOException, InterruptedException {
        LocalKafka.Forked kafka = cluster.kafka();
        int first = 1 + random.nextInt(brokers);
        int second = first % brokers + 1;
        kafka.kill(first);
        kafka.kill(second);
        struck.run();
        Thread.sleep(20_000);
        kafka.start(first);
        kafka.start(second);
    }

    private void damageStore(Runnable struck, StoreDamage damage) throws IOException, InterruptedException {
        int worker = anyWorker();
        cluster.killWorker(worker);
        damage.to(cluster.dataDirectory(worker));
        struck.run();
        cluster.startWorker(worker);
        cluster.awaitReady(worker);
    }

    private void abortedUploads(Runnable struck) {
        try (KafkaProducer<byte[], byte[]> producer = transactional(60_000)) {
            producer.abortTransaction();
            struck.run();
        }
    }

    private void openUploads(Runnable struck) throws InterruptedException {
        KafkaProducer<byte[], byte[]> producer = transactional(10_000);
        struck.run();
        Thread.sleep(12_000); // the brokers abort it
        producer.close(Duration.ZERO);
    }

    private KafkaProducer<byte[], byte[]> transactional(int timeoutMillis) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrap(),
                        "transactional.id",
                        "torture-upstream-" + random.nextLong(),
                        "transaction.timeout.ms",
                        timeoutMillis,
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        for (int i = 0; i < 50; i++) {
            var unused = producer.send(new ProducerRecord<>(
                    Topics.DEFAULT.images(), ("ghost-" + i).getBytes(UTF_8), "never committed".getBytes(UTF_8)));
        }
        producer.flush();
        return producer;
    }

    private void quota(Runnable struck) throws IOException, InterruptedException {
        try (Admin admin = admin()) {
            limit(admin, 20_000.0);
            struck.run();
            Thread.sleep(15_000);
            limit(admin, null);
        }
    }

    private void limit(Admin admin, @Nullable Double bytesPerSecond) throws IOException, InterruptedException {
        List<ClientQuotaAlteration> alterations = new ArrayList<>();
        for (int worker = 1; worker <= cluster.workers(); worker++) {
            alterations.add(new ClientQuotaAlteration(
                    new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "torture-" + worker + "-results")),
                    List.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond))));
        }
        await(admin.alterClientQuotas(alterations).all());
    }

    private void smallTopic(Runnable struck) throws IOException, InterruptedException {
        String topic = Topics.DEFAULT.recommendations();
        alter(topic, Map.of("max.message.bytes", "200"));
        struck.run();
        Thread.sleep(10_000);
        alter(topic, Map.of("max.message.bytes", ""));
    }

    private void compact(Runnable struck) throws IOException, InterruptedException {
        String topic = cluster.changelog();
        alter(
                topic,
                Map.of(
                        "segment.ms", "1000",
                        "min.cleanable.dirty.ratio", "0.01",
                        "min.compaction.lag.ms", "0",
                        "max.compaction.lag.ms", "1000"));
        Thread.sleep(20_000); // the brokers look every 15 s
        alter(topic, Map.of("segment.ms", "", "min.cleanable.dirty.ratio", "", "max.compaction.lag.ms", ""));
        damageStore(struck, StoreDamage.deletion());
    }

    private void idle(Runnable struck) throws InterruptedException {
        load.pause();
        Thread.sleep(Cluster.IDS_EXPIRE.toMillis() * 2);
        struck.run();
        load.resume();
    }

    private void fullDisk(Runnable struck) throws IOException, InterruptedException {
        int worker = anyWorker();
        cluster.limitFiles(worker);
        struck.run();
        cluster.awaitEnd(worker, "could not be written");
        cluster.startWorker(worker);
        cluster.awaitReady(worker);
    }

    /** One worker then starts without its store, and must come to the same features as the others. */
    private void addPartition(Runnable struck) throws IOException, InterruptedException {
        String topic = cluster.changelog();
        try (Admin admin = admin()) {
            int now = await(admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .thenApply(found ->
                            requireNonNull(found.get(topic)).partitions().size()));
            await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(now + 1)))
                    .all());
        }
        struck.run();
        for (int worker = 1; worker <= cluster.workers(); worker++) {
            cluster.awaitEnd(worker, "start it again to read the new ones too");
        }
        StoreDamage.deletion().to(cluster.dataDirectory(anyWorker()));
        cluster.startWorkers(cluster.workers());
    }

    /** @param settings to values; an empty value is the default again */
    private void alter(String topic, Map<String, String> settings) throws IOException, InterruptedException {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()),
                        setting.getValue().isEmpty() ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = admin()) {
            await(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
                    .all());
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()));
    }

    private static <T> T await(KafkaFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("the cluster does not answer: " + FailureText.of(e), e);
        }
    }

    private int anyWorker() {
        return 1 + random.nextInt(cluster.workers());
    }
}
