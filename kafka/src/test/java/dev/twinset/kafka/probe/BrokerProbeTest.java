package dev.twinset.kafka.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.twinset.broker.CertificateRequest;
import dev.twinset.broker.Stores;
import dev.twinset.kafka.probe.ListenerProtocol.Login;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProbeTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aBrokerAnswersWithItsVersionsAndAdvertisedAddresses() throws IOException {
        try (FakeListener broker = new FakeListener(FakeListener.broker("kafka-1.shop", 9092))) {
            ProbeResult result = plain(LONG).probe(broker.address(), Optional.empty());

            assertThat(result.answered()).isTrue();
            assertThat(result.versions()).containsOnly(entry(18, 4), entry(3, 12));
            assertThat(result.brokers()).containsExactly(new BrokerAddress("kafka-1.shop", 9092));
            assertThat(plain(LONG).speaksTls(broker.address())).isFalse();
        }
    }

    @Test
    void aClientWithALoginDoesNotAskForBrokersBeforeIt() throws IOException {
        try (FakeListener broker = new FakeListener(FakeListener.broker("kafka-1.shop", 9092))) {
            ProbeResult result = probe("SASL_PLAINTEXT", LONG).probe(broker.address(), Optional.empty());

            assertThat(result.answered()).isTrue();
            assertThat(result.brokers()).isEmpty();
        }
    }

    @Test
    void anAddressThatCannotBeIsNotAdvertised() throws IOException {
        for (int port : new int[] {-1, 65_536}) {
            try (FakeListener broker = new FakeListener(FakeListener.broker("kafka-1.shop", port))) {
                ProbeResult result = plain(LONG).probe(broker.address(), Optional.empty());

                assertThat(result.answered()).isTrue();
                assertThat(result.brokers()).isEmpty();
            }
        }
    }

    @Test
    void aClosedPortIsNamed() {
        BrokerAddress closed = new BrokerAddress("127.0.0.1", 1); // none that the system gives to another test

        assertFault(
                plain(LONG).probe(closed, Optional.empty()),
                "nothing listens at " + closed + " (Connection refused)",
                "start a broker there (./twinset broker starts one), or correct kafka.bootstrap.servers");
    }

    @Test
    void aWebServerIsNotABroker() throws IOException {
        byte[] reply = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);
        try (FakeListener web = new FakeListener(socket -> {
            socket.getInputStream().readNBytes(14);
            socket.getOutputStream().write(reply);
        })) {
            assertFault(
                    plain(LONG).probe(web.address(), Optional.empty()),
                    web.address() + " answers as a web server does, not Kafka's protocol",
                    "correct kafka.bootstrap.servers; if that listener uses TLS, set kafka.security.protocol to SSL or"
                            + " SASL_SSL");
        }
    }

    @Test
    void aListenerThatClosesTheConnectionIsNamed() throws IOException {
        try (FakeListener listener =
                new FakeListener(socket -> socket.getInputStream().readNBytes(14))) {
            ProbeResult result = plain(LONG).probe(listener.address(), Optional.empty());

            assertThat(result.fault().orElseThrow().what())
                    .isEqualTo(listener.address() + " closes the connection at Kafka's first request");
        }
    }

    @Test
    void aSilentListenerIsGivenUpAfterTheTimeout() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (FakeListener silent = new FakeListener(socket -> await(end))) {
            BrokerProbe probe = plain(Duration.ofSeconds(2)); // to connect takes a part of it

            assertThat(probe.probe(silent.address(), Optional.empty())
                            .fault()
                            .orElseThrow()
                            .what())
                    .isEqualTo(silent.address() + " takes connections, but does not answer Kafka's first request");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aTlsPortDoesNotFitAPlaintextClient(@TempDir Path folder) throws Exception {
        try (FakeListener broker = encrypted(folder)) {
            assertThat(plain(LONG).speaksTls(broker.address())).isTrue();
            assertFault(
                    plain(LONG).probe(broker.address(), Optional.empty()),
                    "the port " + broker.address()
                            + " speaks TLS and accepts no SASL login, but kafka.security.protocol is PLAINTEXT",
                    "set it to SSL, or use the address of another listener");
        }
    }

    @Test
    void aTlsPortIsRecognisedWithItsCertificates(@TempDir Path folder) throws Exception {
        try (FakeListener broker = encrypted(folder)) {
            for (boolean presumed : new boolean[] {true, false}) {
                ListenerProtocol found = probe("SSL", LONG).listener(broker.address(), presumed);

                assertThat(found.tls()).isTrue();
                assertThat(found.login()).isEqualTo(Login.NONE);
                assertThat(found.chain()).hasSize(2);
                assertThat(Certificates.subject(found.chain().get(0))).isEqualTo("CN=broker");
            }
        }
    }

    @Test
    void aPlaintextPortDoesNotFitATlsClient() throws Exception {
        try (FakeListener broker = new FakeListener(FakeListener.broker("kafka-1.shop", 9092))) {
            ClientTls tls = new ClientTls(SSLContext.getDefault(), "https", List.of());

            assertFault(
                    probe("SSL", LONG).probe(broker.address(), Optional.of(tls)),
                    "the port " + broker.address()
                            + " speaks no TLS and accepts no SASL login, but kafka.security.protocol is SSL",
                    "set it to PLAINTEXT, or use the address of another listener");
        }
    }

    private static void assertFault(ProbeResult result, String what, String remedy) {
        assertThat(result.answered()).isFalse();
        assertThat(result.fault()).hasValue(new Fault(what, remedy));
    }

    private static BrokerProbe plain(Duration timeout) {
        return probe("PLAINTEXT", timeout);
    }

    private static BrokerProbe probe(String protocol, Duration timeout) {
        return new BrokerProbe(Map.of("security.protocol", protocol), "kafka.", timeout);
    }

    private static FakeListener encrypted(Path folder) throws IOException, GeneralSecurityException {
        Path file = Stores.writeKeyStore(
                folder.resolve("broker.p12"), CertificateRequest.signed("CN=broker", "CN=authority", "ip:127.0.0.1"));
        char[] password = Stores.PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new FakeListener(server, FakeListener.broker("kafka-1.shop", 9092));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
