package dev.twinset.kafka.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.CertificateRequest;
import dev.twinset.broker.Stores;
import dev.twinset.kafka.probe.BrokerAddress;
import dev.twinset.kafka.probe.Fault;
import dev.twinset.kafka.probe.ListenerProtocol;
import dev.twinset.kafka.probe.ListenerProtocol.Login;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsDiagnosisTest {
    private static final CertificateRequest BROKER =
            CertificateRequest.signed("CN=broker", "CN=authority", "dns:kafka-1.shop");
    private static final CertificateRequest CLIENT = CertificateRequest.signed("CN=worker", "CN=foreign");

    @TempDir
    Path folder;

    @Test
    void anInvalidCertificateOfABrokerIsNamedWithItsAddress() throws Exception {
        Throwable failure = handshake(new CertificateExpiredException("NotAfter: Tue"));

        assertThat(explain(failure, BROKER.expired()).what())
                .matches("shows a certificate that is not valid now: CN=broker expired on \\S+Z \\(at kafka:9093\\)");
        assertThat(explain(failure, BROKER.notYetValid()).what())
                .matches("shows a certificate that is not valid now: CN=broker is not valid before \\S+ \\(at .*\\)");
        // no broker has answered the probe
        assertThat(diagnosis(Map.of()).explain(failure, List.of()))
                .isEqualTo(new Fault(
                        "shows a certificate that is not valid now: NotAfter: Tue",
                        "the brokers' operator must renew it"));
    }

    @Test
    void aCertificateForAnotherHostIsNamedWithItsHosts() throws Exception {
        String message = "No subject alternative DNS name matching kafka found.";

        Fault fault = explain(handshake(new CertificateException(message)), BROKER);

        assertThat(fault.what())
                .isEqualTo("shows a certificate for kafka-1.shop, not for the host in its address (" + message + ")");
        assertThat(fault.remedy()).startsWith("use one of those names in kafka.bootstrap.servers");
    }

    @Test
    void anUnknownAuthorityIsNamedWithTheTrustStoreThatLacksIt() throws Exception {
        Throwable failure = handshake(new CertificateException("unable to find valid certification path to target"));

        assertThat(explain(failure, BROKER))
                .isEqualTo(new Fault(
                        "shows a certificate of CN=broker signed by an authority that is unknown here (CN=authority)",
                        "add that authority's certificate to the authorities that Java knows, by"
                                + " kafka.ssl.truststore.location"));
        assertThat(diagnosis(Map.of("ssl.truststore.location", "/run/trust.p12"))
                        .explain(failure, List.of())
                        .remedy())
                .isEqualTo("add that authority's certificate to /run/trust.p12 (kafka.ssl.truststore.location)");
    }

    @Test
    void anAlertAboutOurCertificateSaysWhatIsWrongWithIt() throws Exception {
        Throwable alert = new SSLHandshakeException("Received fatal alert: bad_certificate");

        assertThat(diagnosis(Map.of()).explain(alert, List.of()))
                .isEqualTo(new Fault(
                        "asks for a client's certificate, and none is set (alert bad_certificate)",
                        "set kafka.ssl.keystore.location"));
        assertThat(diagnosis(keyStore("expired.p12", CLIENT.expired()))
                        .explain(alert, List.of())
                        .what())
                .startsWith("refuses our certificate, which is not valid now: CN=worker expired on ");
        assertThat(diagnosis(keyStore("foreign.p12", CLIENT))
                        .explain(alert, List.of())
                        .what())
                .startsWith("refuses our certificate CN=worker from " + folder.resolve("foreign.p12"))
                .contains("its authority CN=foreign is not one that the brokers trust")
                .endsWith("(alert bad_certificate)");
    }

    @Test
    void everyOtherFailureIsPassedOn() {
        assertThat(diagnosis(Map.of())
                        .explain(new SSLHandshakeException("Received fatal alert: protocol_version"), List.of())
                        .what())
                .isEqualTo("broke off the TLS handshake with the alert protocol_version");
        assertThat(diagnosis(Map.of())
                        .explain(new EOFException("SSL peer shut down incorrectly"), List.of())
                        .what())
                .isEqualTo("broke off the TLS handshake: SSL peer shut down incorrectly");
    }

    private Fault explain(Throwable failure, CertificateRequest shown) throws IOException, GeneralSecurityException {
        Path file = Stores.writeKeyStore(folder.resolve("shown.p12"), shown);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Stores.PASSWORD.toCharArray());
        }
        List<X509Certificate> chain = Stream.of(store.getCertificateChain("key"))
                .map(X509Certificate.class::cast)
                .toList();
        ListenerProtocol listener = new ListenerProtocol(new BrokerAddress("kafka", 9093), true, Login.UNKNOWN, chain);
        return diagnosis(Map.of()).explain(failure, List.of(listener));
    }

    private Map<String, Object> keyStore(String name, CertificateRequest own) throws IOException {
        Path file = Stores.writeKeyStore(folder.resolve(name), own);
        return Map.of(
                "bootstrap.servers",
                "kafka:9093",
                "security.protocol",
                "SSL",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                file.toString(),
                "ssl.keystore.password",
                Stores.PASSWORD,
                "ssl.key.password",
                Stores.PASSWORD);
    }

    private static Throwable handshake(Exception cause) {
        return new SSLHandshakeException(cause.getMessage()).initCause(cause);
    }

    private static TlsDiagnosis diagnosis(Map<String, ?> settings) {
        return new TlsDiagnosis(settings, "kafka.", Clock.systemUTC());
    }
}
