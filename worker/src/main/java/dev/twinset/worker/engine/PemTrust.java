package dev.twinset.worker.engine;

import dev.twinset.console.FailureText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the authorities of a PEM file and no others. */
final class PemTrust {
    private PemTrust() {}

    static SSLContext read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (authorities.isEmpty()) {
                throw new EngineException("engine.ca.file: the file " + file
                        + " holds no certificate, expected PEM that begins with -----BEGIN CERTIFICATE-----");
            }
            return trusting(authorities);
        } catch (IOException e) {
            throw new EngineException(
                    "engine.ca.file: the file " + file + " cannot be read (" + FailureText.reason(e) + ")", e);
        } catch (GeneralSecurityException e) {
            throw new EngineException(
                    "engine.ca.file: the file " + file
                            + " holds no certificates, expected PEM that begins with -----BEGIN CERTIFICATE-----",
                    e);
        }
    }

    private static SSLContext trusting(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
