package dev.twinset.kafka;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Reads what certificates say, for sentences. */
final class Certificates {
    private Certificates() {}

    /** The certificates that the settings let a client show, its own first; empty if there are none to be read. */
    static List<X509Certificate> own(Map<String, ?> settings) {
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AdminClientConfig(settings).values());
            KeyStore store = factory.keystore();
            return store == null ? List.of() : chain(store);
        } catch (RuntimeException | GeneralSecurityException e) {
            return List.of();
        }
    }

    private static List<X509Certificate> chain(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            if (chain != null) {
                return Stream.of(chain)
                        .filter(X509Certificate.class::isInstance)
                        .map(X509Certificate.class::cast)
                        .toList();
            }
        }
        return List.of();
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName();
    }

    /** The first that is not valid now: {@code CN=broker expired on 2026-11-25T15:36:51Z}. */
    static Optional<String> untimely(List<X509Certificate> chain, Instant now) {
        return chain.stream()
                .flatMap(certificate -> untimely(certificate, now).stream())
                .findFirst();
    }

    private static Optional<String> untimely(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            return Optional.of(subject(certificate) + " expired on " + end);
        }
        return now.isBefore(start)
                ? Optional.of(subject(certificate) + " is not valid before " + start)
                : Optional.empty();
    }

    /** The hosts that a broker's certificate is for. */
    static String hosts(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? "no host"
                    : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
        } catch (CertificateParsingException e) {
            return "hosts that cannot be read";
        }
    }
}
