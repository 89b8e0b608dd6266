package dev.twinset.broker.certificate;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A private key and its certificate, followed by its authority's. To be written to files, in the two forms that Kafka
 * reads.
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public Identity {
        requireNonNull(key, "key is null");
        chain = List.copyOf(chain);
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** A PKCS #12 key store; the key has the store's password. */
    public Path writeStore(Path file, String password) throws IOException {
        return write(
                file,
                password,
                store -> store.setKeyEntry("key", key, password.toCharArray(), chain.toArray(Certificate[]::new)));
    }

    /** The key alone, PKCS #8 without a password, and the chain alone: as Kubernetes keeps them. */
    public void writePem(Path keyFile, Path chainFile) throws IOException {
        Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        writeCertificates(chainFile, chain);
    }

    /** A PKCS #12 trust store. */
    public static Path writeTrust(Path file, String password, List<X509Certificate> authorities) throws IOException {
        return write(file, password, store -> {
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(authority.getSubjectX500Principal().getName(), authority);
            }
        });
    }

    public static void writeCertificates(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate cannot be encoded: " + e.getMessage(), e);
        }
        Files.writeString(file, text);
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static Path write(Path file, String password, Filling filling) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            store.store(out, password.toCharArray());
            return file;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }
}
