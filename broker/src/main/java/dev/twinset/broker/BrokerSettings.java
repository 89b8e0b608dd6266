package dev.twinset.broker;

import dev.twinset.console.process.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of all brokers of one local cluster.
 *
 * @param clientPorts by broker, the first is broker 1
 * @param controllerPorts by broker
 * @param overrides settings of the caller, which override ours
 */
record BrokerSettings(List<Integer> clientPorts, List<Integer> controllerPorts, Map<String, String> overrides) {
    private static final int MIB = 1 << 20;

    /** The largest image, its key, headers and batch. */
    private static final int MAX_MESSAGE_BYTES = 8 * MIB + 64 * 1024;

    BrokerSettings {
        clientPorts = List.copyOf(clientPorts);
        controllerPorts = List.copyOf(controllerPorts);
        overrides = Map.copyOf(overrides);
        if (clientPorts.size() != controllerPorts.size()) {
            throw new IllegalArgumentException(
                    "client ports " + clientPorts.size() + " vs controller ports " + controllerPorts.size());
        }
    }

    int brokers() {
        return clientPorts.size();
    }

    String bootstrapServers() {
        return clientPorts.stream().map(port -> Ports.HOST + ":" + port).collect(Collectors.joining(","));
    }

    /** {@code server.properties} of one broker, from 1. */
    Properties of(int broker, Path data) {
        Properties p = new Properties();
        identify(p, broker, data);
        replicate(p);
        keepExactlyOnceFast(p);
        stayModest(p);
        noticeFailuresFast(p);
        overrides.forEach(p::setProperty);
        return p;
    }

    private void identify(Properties p, int broker, Path data) {
        String client = "PLAINTEXT://" + Ports.HOST + ":" + clientPorts.get(broker - 1);
        String controller = "CONTROLLER://" + Ports.HOST + ":" + controllerPorts.get(broker - 1);
        p.setProperty("node.id", Integer.toString(broker));
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("listeners", client + "," + controller);
        p.setProperty("advertised.listeners", client + "," + controller);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, brokers())
                        .mapToObj(id -> id + "@" + Ports.HOST + ":" + controllerPorts.get(id - 1))
                        .collect(Collectors.joining(",")));
        p.setProperty("log.dirs", data.toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    }

    /** Of three brokers, each holds every record and two acknowledge it: one may fail without loss or pause. */
    private void replicate(Properties p) {
        String copies = Integer.toString(brokers());
        String inSync = Integer.toString(Math.max(1, brokers() - 1));
        p.setProperty("default.replication.factor", copies);
        p.setProperty("min.insync.replicas", inSync);
        p.setProperty("offsets.topic.replication.factor", copies);
        p.setProperty("transaction.state.log.replication.factor", copies);
        p.setProperty("transaction.state.log.min.isr", inSync);
        p.setProperty("share.coordinator.state.topic.replication.factor", copies);
        p.setProperty("share.coordinator.state.topic.min.isr", inSync);
        // without it the cluster waits for a restarting broker until its session times out
        p.setProperty("controlled.shutdown.enable", "true");
    }

    private static void keepExactlyOnceFast(Properties p) {
        // default 20: how long a transaction waits while the markers of the one before are written
        p.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
        // a killed worker's transaction is aborted within 1 s of its timeout, not 10
        p.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // the others take a killed worker's partitions after 6 s, not 45
        p.setProperty("group.consumer.min.session.timeout.ms", "6000");
        p.setProperty("group.consumer.session.timeout.ms", "6000");
        p.setProperty("group.consumer.min.heartbeat.interval.ms", "500");
        // an assignment needs a few heartbeats to reach the members
        p.setProperty("group.consumer.heartbeat.interval.ms", "500");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
    }

    /** For a laptop that runs the workers, too. */
    private static void stayModest(Properties p) {
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("transaction.state.log.num.partitions", "4");
        p.setProperty("share.coordinator.state.topic.num.partitions", "4");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("background.threads", "2");
        // default 128 MiB of heap
        p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 * MIB));
    }

    /** Also for a single broker: after a kill it may register again only when its old session has timed out. */
    private static void noticeFailuresFast(Properties p) {
        p.setProperty("broker.session.timeout.ms", "3000");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        p.setProperty("controller.quorum.election.timeout.ms", "500");
        p.setProperty("controller.quorum.fetch.timeout.ms", "1000");
        p.setProperty("replica.lag.time.max.ms", "3000");
    }
}
