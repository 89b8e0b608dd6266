package dev.twinset.worker.doctor;

import dev.twinset.broker.BrokerListeners;
import dev.twinset.broker.CertificateRequest;
import dev.twinset.broker.LocalKafka;
import dev.twinset.broker.Stores;
import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A real broker with an authorizer and a listener for everything: without TLS, with a good certificate and with bad
 * ones, with a login, and one that sends its clients elsewhere. Clients without a login may do everything.
 */
final class ManyListeners implements AutoCloseable {
    /** Nothing listens there, and the system gives the port to no server. */
    static final String NOBODY = "127.0.0.1:1";

    static final String USER = "worker";
    static final String SECRET = "canary-of-the-secret";
    private static final Map<String, String> LISTENERS = new LinkedHashMap<>();

    static {
        LISTENERS.put("OPEN", "PLAINTEXT");
        LISTENERS.put("GOOD", "SSL");
        LISTENERS.put("EXPIRED", "SSL");
        LISTENERS.put("OTHER", "SSL");
        LISTENERS.put("LOGIN", "SASL_PLAINTEXT");
        LISTENERS.put("ELSEWHERE", "PLAINTEXT");
    }

    private final Path directory;
    private final BrokerListeners listeners;
    private final LocalKafka broker;
    private final AtomicInteger shops = new AtomicInteger();

    ManyListeners(Path directory) throws IOException {
        this.directory = directory;
        listeners = BrokerListeners.onFreePorts(LISTENERS);
        broker = LocalKafka.inProcess(directory.resolve("broker"), settings());
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = listeners.settings(Map.of("ELSEWHERE", NOBODY));
        settings.put("inter.broker.listener.name", "OPEN");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put(
                "listener.name.login.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + SECRET
                        + "\";");
        for (String listener : List.of("GOOD", "EXPIRED", "OTHER")) {
            settings.putAll(BrokerListeners.key(listener, keyStore(listener.toLowerCase(Locale.ROOT))));
        }
        return settings;
    }

    private Path keyStore(String name) throws IOException {
        String host = name.equals("other") ? "dns:kafka.example" : "ip:127.0.0.1";
        CertificateRequest request = CertificateRequest.signed("CN=" + name, "CN=authority", host);
        return Stores.writeKeyStore(
                directory.resolve(name + "-key.p12"), name.equals("expired") ? request.expired() : request);
    }

    /** A store that trusts only this authority. */
    Path trustStore(String authority) throws IOException {
        return Stores.writeTrustStore(directory.resolve(authority + "-trust.p12"), List.of("CN=" + authority));
    }

    String at(String listener) {
        return listeners.address(listener);
    }

    /** For the tests' own work. */
    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", at("OPEN")));
    }

    /** Unused names. */
    Topics names() {
        String prefix = "s" + shops.incrementAndGet() + ".";
        return new Topics(
                prefix + "images",
                prefix + "queries",
                prefix + "attributes",
                prefix + "models",
                prefix + "features",
                prefix + "answers",
                prefix + "rejected");
    }

    /** Topics as they must be. */
    Topics topics() throws ExecutionException, InterruptedException {
        Topics topics = names();
        make(topics, Map.of());
        return topics;
    }

    /** @param otherwise by topic a setting that is not as it must be; empty where the topic is to be missing */
    void make(Topics topics, Map<String, Map<String, String>> otherwise)
            throws ExecutionException, InterruptedException {
        List<NewTopic> made = new ArrayList<>();
        for (TopicDefinition definition : TopicDefinitions.events(topics)) {
            Map<String, String> settings = new HashMap<>(definition.initial(1));
            Map<String, String> changed = otherwise.getOrDefault(definition.name(), Map.of("", ""));
            settings.putAll(changed);
            settings.remove("");
            if (!changed.isEmpty()) {
                made.add(new NewTopic(definition.name(), definition.partitions(2), (short) 1).configs(settings));
            }
        }
        try (Admin admin = admin()) {
            admin.createTopics(made).all().get();
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
