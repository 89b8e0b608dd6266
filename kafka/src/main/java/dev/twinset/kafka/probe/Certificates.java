package dev.twinset.kafka.probe;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what certificates say, for sentences. */
public final class Certificates {
    private Certificates() {}

    public static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    public static String issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName();
    }

    /** Why it is not valid now: {@code CN=broker expired on 2026-11-25T15:36:51Z}; empty if it is. */
    public static Optional<String> invalidity(X509Certificate certificate, Instant now) {
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
    public static String hosts(X509Certificate certificate) {
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
