package dev.twinset.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;

/** Writes keys and certificates in the two forms that Kafka reads, PKCS #12 and PEM. */
public final class Stores {
    /** Of every key store and trust store, and of the keys in them. */
    public static final String PASSWORD = "opens-every-store";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Of the key derived from a password. By default 10,000, which took a third of the time of a test that logs in. */
    private static final String ITERATIONS = "1";

    static {
        for (String use : List.of("mac", "certPbe", "keyPbe")) {
            Security.setProperty("keystore.pkcs12." + use + "IterationCount", ITERATIONS);
        }
    }

    private Stores() {}

    /** A key store with a private key and its chain. */
    public static Path writeKeyStore(Path file, CertificateRequest request) throws IOException {
        PrivateKeyEntry key = Keytool.make(request);
        return write(
                file, PASSWORD, store -> store.setEntry("key", key, new PasswordProtection(PASSWORD.toCharArray())));
    }

    /** @param authorities the distinguished names of those to trust */
    public static Path writeTrustStore(Path file, List<String> authorities) throws IOException {
        return write(file, PASSWORD, store -> {
            for (String authority : authorities) {
                store.setCertificateEntry(authority, certificate(authority));
            }
        });
    }

    /** The certificate of an authority as a text. */
    public static void writeCertificate(Path file, String authority) throws IOException {
        Files.writeString(file, pem(certificate(authority)));
    }

    /** The private key, PKCS #8 without a password, and the chain as two texts: as Kubernetes keeps them. */
    static void writePem(Path keyFile, Path chainFile, CertificateRequest request) throws IOException {
        PrivateKeyEntry key = Keytool.make(request);
        Files.writeString(keyFile, pem("PRIVATE KEY", key.getPrivateKey().getEncoded()));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : key.getCertificateChain()) {
            chain.append(pem(certificate));
        }
        Files.writeString(chainFile, chain);
    }

    private static Certificate certificate(String authority) throws IOException {
        return Keytool.make(CertificateRequest.authority(authority)).getCertificate();
    }

    private static String pem(Certificate certificate) throws IOException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException("a certificate cannot be encoded", e);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    static Path write(Path file, String password, Entries entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            entries.addTo(store);
            store.store(out, password.toCharArray());
            return file;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be written", e);
        }
    }

    /** What goes into a store. */
    interface Entries {
        void addTo(KeyStore store) throws GeneralSecurityException, IOException;
    }
}
