package dev.twinset.worker.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.twinset.broker.CertificateRequest;
import dev.twinset.broker.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTlsTest {
    private static final String AUTHORITY = "CN=Engine authority,O=Twinset tests";
    private static final String FOREIGN = "CN=Foreign authority,O=Twinset tests";
    private static final char[] PASSWORD = Stores.PASSWORD.toCharArray();

    @TempDir
    private Path directory;

    private HttpsServer server;

    @BeforeEach
    void create() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    /** Returns the authority that signed its certificate. */
    private Path start(String authority, String host) throws IOException, GeneralSecurityException {
        Path store = Stores.writeKeyStore(
                directory.resolve(authority.hashCode() + ".p12"),
                CertificateRequest.signed("CN=engine,O=Twinset tests", authority, host));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] answer = "{\"count\":3,\"_shards\":{\"total\":1,\"successful\":1,\"failed\":0}}".getBytes(US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Path file = directory.resolve("ca.pem");
        Stores.writeCertificate(file, authority);
        return file;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private OpenSearchEngine engine(Optional<Path> caFile) {
        EngineSettings settings = TestEngineSettings.at(
                        URI.create("https://127.0.0.1:" + server.getAddress().getPort()))
                .authority(caFile)
                .build();
        return new OpenSearchEngine(settings, "m", "log", 2);
    }

    @Test
    void anEngineIsTrustedThroughTheAuthorityThatSignedIt() throws Exception {
        Path authority = start(AUTHORITY, "ip:127.0.0.1");

        assertThat(engine(Optional.of(authority)).count()).isEqualTo(3);
    }

    @Test
    void anEngineOfAnUnknownAuthorityIsNotTrusted() throws Exception {
        start(FOREIGN, "ip:127.0.0.1");

        assertThatThrownBy(() -> engine(Optional.empty()).count())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("fails the TLS handshake")
                .hasMessageContaining("check engine.addresses and engine.ca.file");
    }

    @Test
    void anEngineOfAnotherNameIsNotTrusted() throws Exception {
        Path authority = start(AUTHORITY, "dns:elsewhere.example");

        assertThatThrownBy(() -> engine(Optional.of(authority)).count())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("fails the TLS handshake");
    }
}
