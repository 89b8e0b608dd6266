package dev.twinset.broker;

import dev.twinset.console.process.Ports;
import dev.twinset.console.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** One broker in this JVM. Not thread-safe. */
final class InProcessKafka implements LocalKafka {
    private final ServerDirectory directory;
    private final BrokerSettings settings;
    private final KafkaRaftServer server;
    private boolean closed;

    private InProcessKafka(ServerDirectory directory, BrokerSettings settings, KafkaRaftServer server) {
        this.directory = directory;
        this.settings = settings;
        this.server = server;
    }

    static InProcessKafka start(Path root, Map<String, String> overrides) throws IOException {
        ServerDirectory directory = ClusterDirectory.open(root, 1);
        try {
            List<Integer> ports = Ports.free(2);
            BrokerSettings settings = new BrokerSettings(ports.subList(0, 1), ports.subList(1, 2), overrides);
            return new InProcessKafka(directory, settings, serve(directory, settings));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static KafkaRaftServer serve(ServerDirectory directory, BrokerSettings settings) throws IOException {
        Properties properties = settings.of(1, directory.data(1));
        Storage.format(directory.writeSettings(1, properties), ClusterDirectory.id(directory));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return server;
    }

    @Override
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        directory.close();
    }
}
