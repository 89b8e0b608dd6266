package dev.twinset.kafka.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.broker.Listener;
import dev.twinset.broker.SecuredKafka;
import dev.twinset.broker.SecurityFiles;
import dev.twinset.kafka.secret.SecretSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can be wrong when connecting, at a real broker. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class KafkaErrorsIT {
    private static final String PASSWORD = "canary \"in\\ a cage";

    @TempDir
    static Path directory;

    private static SecuredKafka kafka;

    @BeforeAll
    static void start() throws IOException {
        kafka = SecuredKafka.startWithAllListeners(directory);
        kafka.user("worker", PASSWORD);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aUserAndACertificateGetIn() throws Exception {
        assertThat(clusterId(user("worker", PASSWORD))).isNotBlank();
        assertThat(clusterId(certificate(kafka.files().client("worker")))).isNotBlank();
        assertThat(clusterId(Map.of("bootstrap.servers", kafka.address(Listener.PLAINTEXT))))
                .isNotBlank();
        assertThat(new KafkaErrors(user("worker", PASSWORD), "", Clock.systemUTC()).principal())
                .isEqualTo("User:worker");
        assertThat(new KafkaErrors(certificate(kafka.files().client("worker")), "", Clock.systemUTC()).principal())
                .isEqualTo("User:CN=worker,O=Twinset tests");
    }

    @Test
    void anUnencryptedPortFitsAnUnencryptedClient() {
        assertThat(access(Map.of("bootstrap.servers", kafka.address(Listener.PLAINTEXT)))
                        .misfit())
                .isEmpty();
        assertThat(access(Map.of("bootstrap.servers", "127.0.0.1:1, nonsense,[::1]:2"))
                        .misfit())
                .isEmpty();
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreOne() {
        for (String name : List.of("worker", "nobody")) {
            assertThat(refusal(user(name, "wrong")))
                    .contains(kafka.address(Listener.PASSWORD))
                    .contains("refuses User:" + name + ": the password is wrong, or there is no such user")
                    .contains("kafka.sasl.password.file");
        }
    }

    @Test
    void anotherMechanismIsNamed() {
        Map<String, String> settings = user("worker", PASSWORD);
        settings.put("sasl.mechanism", "SCRAM-SHA-256");
        assertThat(refusal(settings)).contains("SCRAM-SHA-256").contains("[SCRAM-SHA-512]");
    }

    @Test
    void eachFaultOfABrokersCertificateIsNamed() {
        assertThat(refusal(clientOf(Listener.EXPIRED)))
                .containsPattern("shows a certificate that is not valid now: CN=broker,O=Twinset tests expired on"
                        + " \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ \\(at 127.0.0.1:\\d+\\); the brokers'"
                        + " operator must renew it");
        assertThat(refusal(clientOf(Listener.FOREIGN)))
                .contains("signed by an authority that is unknown here (CN=Foreign authority,O=Twinset tests)")
                .contains(kafka.files().trustStore() + " (kafka.ssl.truststore.location)");
        assertThat(refusal(clientOf(Listener.MISNAMED)))
                .contains("shows a certificate for kafka.elsewhere.example")
                .contains("127.0.0.1")
                .contains("kafka.bootstrap.servers");
        assertThat(refusal(
                        Map.of("bootstrap.servers", kafka.address(Listener.CERTIFICATE), "security.protocol", "SSL")))
                .contains("CN=Twinset authority")
                .contains("the authorities that Java knows, by kafka.ssl.truststore.location");
    }

    @Test
    void eachFaultOfOurCertificateIsNamed() throws IOException {
        assertThat(refusal(clientOf(Listener.CERTIFICATE)))
                .contains("asks for a client's certificate, and none is set")
                .contains("; set kafka.ssl.keystore.location");
        Path expired = kafka.files().expiredClient("worker");
        assertThat(refusal(certificate(expired)))
                .containsPattern(
                        "our certificate, which is not valid now: CN=worker,O=Twinset tests expired on \\d{4}-")
                .contains("renew the one in " + expired + " (kafka.ssl.keystore.location)");
        assertThat(refusal(certificate(kafka.files().foreignClient("worker"))))
                .contains("refuses our certificate CN=worker,O=Twinset tests")
                .contains("its authority CN=Foreign authority,O=Twinset tests is not one that the brokers trust");
    }

    @Test
    void everyMixUpOfProtocolsIsReportedWithTheOneThatFits() throws IOException {
        Map<String, String> named = user("worker", PASSWORD);
        Map<Listener, String> right = Map.of(
                Listener.PLAINTEXT, "PLAINTEXT",
                Listener.PASSWORD, "SASL_SSL",
                Listener.FOREIGN, "SSL");
        for (Map.Entry<Listener, String> listener : right.entrySet()) {
            for (String protocol : List.of("PLAINTEXT", "SASL_PLAINTEXT", "SSL", "SASL_SSL")) {
                if (!protocol.equals(listener.getValue())) {
                    Map<String, String> settings = new HashMap<>(named);
                    settings.put("bootstrap.servers", kafka.address(listener.getKey()));
                    settings.put("security.protocol", protocol);
                    settings.put("ssl.endpoint.identification.algorithm", "");
                    settings.put("ssl.truststore.location", trustAll().toString());
                    assertThat(refusal(settings))
                            .as(protocol + " to " + listener.getKey())
                            .contains(kafka.address(listener.getKey()))
                            .contains("kafka.security.protocol is " + protocol + ": set it to " + listener.getValue());
                }
            }
        }
    }

    @Test
    void filesAndPasswordsThatDoNotFitAreNamed() throws IOException {
        Map<String, String> good = certificate(kafka.files().client("worker"));
        Path trust = kafka.files().trustStore();
        assertThat(refusal(with(good, "ssl.truststore.password", "canary")))
                .isEqualTo("the trust store " + trust
                        + " cannot be opened: its password is wrong; check kafka.ssl.truststore.password");
        assertThat(refusal(with(good, "ssl.keystore.password", "canary")))
                .contains("the key store ")
                .contains("check kafka.ssl.keystore.password");
        assertThat(refusal(with(good, "ssl.key.password", "canary"))).contains("check kafka.ssl.key.password");
        assertThat(refusal(with(good, "ssl.keystore.location", "/no/such/key.p12")))
                .isEqualTo("there is no key store /no/such/key.p12; check kafka.ssl.keystore.location");
        assertThat(refusal(with(good, "ssl.truststore.location", "/no/such/trust.p12")))
                .contains("there is no trust store /no/such/trust.p12");
        assertThat(refusal(with(
                        good,
                        "ssl.truststore.location",
                        kafka.files().trustPem().toString())))
                .contains("is not a store of type PKCS12")
                .contains("check kafka.ssl.truststore.location and kafka.ssl.truststore.type");
        assertThat(refusal(with(good, "security.protocol", "TLS"))).contains("security.protocol");
    }

    @Test
    void aMalformedLoginIsReportedWithoutItsContent() {
        String module = "org.apache.kafka.common.security.scram.ScramLoginModule required username=worker password=";
        for (String malformed :
                List.of("canary", module + "ca canary;", module + "canary", "no.such.canary required a=\"b\";")) {
            Map<String, String> settings = user("worker", PASSWORD);
            settings.put("sasl.jaas.config", malformed);
            assertThat(refusal(settings)).contains("sasl.jaas.config").doesNotContain("canary");
        }
    }

    @Test
    void aMissingRightIsNamedWithWhoNeedsItAndHowItIsGiven() throws Exception {
        kafka.admin()
                .createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic("catalog.images", 1, (short) 1)))
                .all()
                .get();
        Map<String, String> settings = user("worker", PASSWORD);
        try (Admin admin = Admin.create(objects(settings))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("catalog.images"))
                            .allTopicNames()
                            .get())
                    .satisfies(failure -> assertThat(access(settings)
                                    .explain(failure, List.of(Right.topic(AclOperation.DESCRIBE, "catalog.images"))))
                            .hasValueSatisfying(text -> assertThat(text)
                                    .contains("refuses User:worker the right Describe on topic catalog.images;")
                                    .contains("kafka-acls.sh --bootstrap-server " + kafka.address(Listener.PASSWORD)
                                            + " --add --allow-principal 'User:worker' --operation Describe --topic"
                                            + " 'catalog.images'")));
            kafka.allow("worker", AclOperation.DESCRIBE, ResourceType.TOPIC, PatternType.LITERAL, "catalog.images");
            assertThat(admin.describeTopics(List.of("catalog.images"))
                            .allTopicNames()
                            .get())
                    .hasSize(1);
        }
    }

    /** The sentence; it never holds {@link #PASSWORD} or a store's password. */
    private static String refusal(Map<String, String> settings) {
        long start = System.nanoTime();
        String sentence = access(settings).misfit().orElseGet(() -> explained(settings));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(sentence).isLessThan(Duration.ofSeconds(15));
        assertThat(sentence)
                .doesNotContain(PASSWORD, SecurityFiles.STORE_PASSWORD)
                .doesNotContain("\n");
        return sentence;
    }

    private static String explained(Map<String, String> settings) {
        try {
            clusterId(settings);
        } catch (Exception e) {
            return access(settings).explain(e, List.of()).orElseThrow(() -> new AssertionError("not explained", e));
        }
        throw new AssertionError("let in by " + settings);
    }

    private static String clusterId(Map<String, String> settings)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        Admin admin = Admin.create(objects(settings));
        try {
            return admin.describeCluster().clusterId().get(1500, TimeUnit.MILLISECONDS);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Map<String, Object> objects(Map<String, String> settings) {
        return new HashMap<>(settings);
    }

    private static KafkaErrors access(Map<String, String> settings) {
        return new KafkaErrors(settings, "kafka.", Clock.systemUTC());
    }

    private static Map<String, String> clientOf(Listener listener) {
        return kafka.files().trusting(listener, kafka.address(listener));
    }

    private static Map<String, String> certificate(Path store) {
        Map<String, String> settings = clientOf(Listener.CERTIFICATE);
        settings.putAll(SecurityFiles.showing(store));
        return settings;
    }

    private static Map<String, String> user(String name, String password) {
        Map<String, String> settings = clientOf(Listener.PASSWORD);
        settings.putAll(Map.of("sasl.mechanism", "SCRAM-SHA-512", "sasl.username", name, "sasl.password", password));
        List<String> faults = new ArrayList<>();
        Map<String, String> resolved = new HashMap<>(SecretSettings.resolve(settings, "kafka.", faults::add));
        assertThat(faults).isEmpty();
        return resolved;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    /** A trust store with both authorities, so that the handshake succeeds and only the mix-up is wrong. */
    private static Path trustAll() throws IOException {
        return kafka.files().trustStoreOfAll();
    }
}
