package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.Finding.Notes;
import dev.twinset.worker.doctor.Tls.Presented;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether the handshakes with the brokers succeed, and for how long they will. */
final class TlsCheck {
    static final String NAME = "tls";
    private static final Duration SOON = Duration.ofDays(14);

    private final Clock clock;

    TlsCheck(Clock clock) {
        this.clock = clock;
    }

    /** @param own certificates by which the worker proves who it is */
    Finding examine(List<Knock> knocks, List<X509Certificate> own) {
        Notes notes = new Notes(NAME);
        List<String> seen = new ArrayList<>();
        for (Knock knock : knocks) {
            knock.presented().ifPresent(presented -> {
                judge(notes, knock.address(), presented);
                presented.chain().stream()
                        .findFirst()
                        .ifPresent(first -> seen.add(knock.address() + " until " + day(first)));
            });
        }
        own.forEach(certificate -> judgeTime(
                notes,
                certificate,
                "our certificate (" + name(certificate) + ")",
                "put a new one into kafka.ssl.keystore.location",
                true));
        if (seen.isEmpty() && notes.isEmpty()) {
            return Finding.skipped(NAME, "no broker came to show a certificate: see brokers");
        }
        return notes.finding(String.join(", ", seen));
    }

    private void judge(Notes notes, BrokerAddress address, Presented presented) {
        X509Certificate broker = presented.chain().get(0);
        boolean refused = presented.failure().isPresent();
        boolean timely = judgeTime(
                notes,
                broker,
                "the certificate of " + address + " (" + name(broker) + ")",
                "give that broker a new one",
                refused);
        if (refused && timely) {
            judgeFailure(notes, address, broker, presented.failure().get());
        }
    }

    private static void judgeFailure(Notes notes, BrokerAddress address, X509Certificate broker, IOException failure) {
        String said = Text.of(failure);
        if (said.contains("No subject alternative") || said.contains("No name matching")) {
            notes.fail(
                    "the certificate of " + address + " is for " + names(broker) + ", not for " + address.host(),
                    "use one of those names in kafka.bootstrap.servers and advertised.listeners, or give the broker a"
                            + " certificate with this one");
        } else if (said.contains("PKIX") || said.contains("unable to find valid certification path")) {
            notes.fail(
                    "the certificate of " + address + " (" + name(broker) + ", by "
                            + broker.getIssuerX500Principal().getName() + ") is not trusted: " + said,
                    "put its issuer's certificate into kafka.ssl.truststore.location");
        } else {
            notes.fail(
                    "the broker at " + address + " ends the handshake: " + said,
                    "if it asks for a certificate of ours, set kafka.ssl.keystore.location to one that it trusts");
        }
    }

    /**
     * False if its time is not now.
     *
     * @param counts whether that is the end; otherwise it was accepted all the same, being trusted by itself
     */
    private boolean judgeTime(Notes notes, X509Certificate certificate, String what, String remedy, boolean counts) {
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        Instant start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            add(notes, what + " expired on " + day(certificate), remedy, counts);
            return false;
        }
        if (now.isBefore(start)) {
            add(notes, what + " begins only at " + start, remedy + ", or set the clock", counts);
            return false;
        }
        if (now.plus(SOON).isAfter(end)) {
            notes.warn(
                    what + " ends in " + Text.count(Duration.between(now, end).toDays(), "day"), remedy);
        }
        return true;
    }

    private static void add(Notes notes, String what, String remedy, boolean counts) {
        if (counts) {
            notes.fail(what, remedy);
        } else {
            notes.warn(what, remedy);
        }
    }

    private static LocalDate day(X509Certificate certificate) {
        return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static String names(X509Certificate certificate) {
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                return certificate.getSubjectAlternativeNames().stream()
                        .map(entry -> Objects.toString(entry.get(1)))
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            return "names that cannot be read (" + Text.of(e) + ")";
        }
        return name(certificate);
    }
}
