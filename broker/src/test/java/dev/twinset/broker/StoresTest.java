package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
    private static final String AUTHORITY = "CN=authority,O=Twinset tests";
    private static final CertificateRequest BROKER =
            CertificateRequest.signed("CN=broker", AUTHORITY, "dns:localhost", "ip:127.0.0.1");

    @TempDir
    Path directory;

    @Test
    void aKeyStoreHoldsTheChainUpToItsAuthority() throws Exception {
        List<X509Certificate> chain = chain(BROKER);

        assertThat(chain).hasSize(2);
        assertThat(chain.get(0).getSubjectX500Principal().getName()).isEqualTo("CN=broker");
        assertThat(chain.get(0).getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1");
        assertThat(chain.get(1).getSubjectX500Principal().getName()).isEqualTo(AUTHORITY);
        assertThat(chain.get(1).getBasicConstraints()).as("is an authority").isNotNegative();
        chain.get(0).verify(chain.get(1).getPublicKey());
        chain.get(0).checkValidity();
        chain.get(1).checkValidity();
    }

    @Test
    void aCertificateCanBeExpiredOrNotYetValid() throws Exception {
        X509Certificate expired = chain(BROKER.expired()).get(0);
        X509Certificate early = chain(BROKER.notYetValid()).get(0);

        assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(early::checkValidity).isInstanceOf(CertificateNotYetValidException.class);
    }

    @Test
    void anotherAuthorityHasAnotherKey() throws Exception {
        X509Certificate foreign =
                chain(CertificateRequest.signed("CN=broker", "CN=foreign")).get(0);
        X509Certificate authority = trusted(AUTHORITY);

        assertThatThrownBy(() -> foreign.verify(authority.getPublicKey())).isInstanceOf(Exception.class);
        assertThatCode(() -> foreign.verify(trusted("CN=foreign").getPublicKey()))
                .doesNotThrowAnyException();
    }

    @Test
    void aKeyIsMadeOnce() throws Exception {
        assertThat(Keytool.make(BROKER)).isSameAs(Keytool.make(BROKER));
        assertThat(trusted(AUTHORITY)).isEqualTo(chain(BROKER).get(1));
    }

    @Test
    void keytoolsOwnWordsComeWithItsFailure() {
        assertThatThrownBy(() -> Keytool.make(CertificateRequest.authority("no name")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keytool failed")
                .hasMessageContaining("no name");
    }

    @Test
    void aKeyAndItsChainCanBeTexts() throws Exception {
        Path key = directory.resolve("tls.key");
        Path chain = directory.resolve("tls.crt");
        Stores.writePem(key, chain, BROKER);

        assertThat(Files.readAllLines(key))
                .startsWith("-----BEGIN PRIVATE KEY-----")
                .endsWith("-----END PRIVATE KEY-----")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        assertThat(Files.readString(chain).split("BEGIN CERTIFICATE", -1))
                .as("the certificate and its authority's")
                .hasSize(3);
    }

    private List<X509Certificate> chain(CertificateRequest request) throws Exception {
        KeyStore store = load(Stores.writeKeyStore(directory.resolve("keys.p12"), request));
        List<X509Certificate> chain = new ArrayList<>();
        for (java.security.cert.Certificate certificate : store.getCertificateChain("key")) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    private X509Certificate trusted(String authority) throws Exception {
        KeyStore store = load(Stores.writeTrustStore(directory.resolve("trust.p12"), List.of(authority)));
        return (X509Certificate) store.getCertificate(authority);
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Stores.PASSWORD.toCharArray());
        }
        return store;
    }
}
