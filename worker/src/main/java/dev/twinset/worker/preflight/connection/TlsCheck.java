package dev.twinset.worker.preflight.connection;

import dev.twinset.console.Numbers;
import dev.twinset.kafka.errors.TlsDiagnosis;
import dev.twinset.kafka.probe.BrokerAddress;
import dev.twinset.kafka.probe.Certificates;
import dev.twinset.kafka.probe.Fault;
import dev.twinset.kafka.probe.ListenerProtocol;
import dev.twinset.kafka.probe.ProbeResult;
import dev.twinset.kafka.probe.ProbeResult.Handshake;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the TLS handshakes with the brokers succeed, and for how long they will. */
public final class TlsCheck {
    public static final String NAME = "tls";
    private static final Duration SOON = Duration.ofDays(14);

    private final TlsDiagnosis diagnosis;
    private final Clock clock;

    TlsCheck(TlsDiagnosis diagnosis, Clock clock) {
        this.diagnosis = diagnosis;
        this.clock = clock;
    }

    /** @param own certificates by which the worker proves who it is, its own first */
    Finding examine(List<ProbeResult> probes, List<X509Certificate> own) {
        Notes notes = new Notes(NAME);
        List<String> seen = new ArrayList<>();
        for (ProbeResult probe : probes) {
            probe.handshake().ifPresent(handshake -> {
                judge(notes, probe.address(), handshake);
                handshake.chain().stream()
                        .findFirst()
                        .ifPresent(first -> seen.add(probe.address() + " until " + lastDay(first)));
            });
        }
        own.stream().findFirst().ifPresent(first -> judgeOwn(notes, first));
        if (seen.isEmpty() && notes.isEmpty()) {
            return Finding.unknown(NAME, "no broker got as far as showing a certificate: see brokers");
        }
        return notes.finding(String.join(", ", seen));
    }

    private void judge(Notes notes, BrokerAddress address, Handshake handshake) {
        if (handshake.failure().isPresent()) {
            ListenerProtocol listener =
                    new ListenerProtocol(address, true, ListenerProtocol.Login.UNKNOWN, handshake.chain());
            Fault fault = diagnosis.explain(handshake.failure().get(), List.of(listener));
            notes.fail("the broker at " + address + " " + fault.what(), fault.remedy());
            return;
        }
        handshake.chain().stream().findFirst().ifPresent(first -> {
            String what = "the certificate of " + address;
            // accepted all the same, being in the trust store itself
            Certificates.invalidity(first, clock.instant())
                    .ifPresentOrElse(
                            why -> notes.warn(what + " is not valid now: " + why, "give that broker a new one"),
                            () -> judgeEnd(notes, first, what, "give that broker a new one"));
        });
    }

    private void judgeOwn(Notes notes, X509Certificate own) {
        String remedy = "put a new one into kafka.ssl.keystore.location";
        Optional<String> invalidity = Certificates.invalidity(own, clock.instant());
        invalidity.ifPresentOrElse(
                why -> notes.fail("our certificate is not valid now: " + why, remedy + ", or set the clock"),
                () -> judgeEnd(notes, own, "our certificate", remedy));
    }

    private void judgeEnd(Notes notes, X509Certificate certificate, String what, String remedy) {
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.plus(SOON).isAfter(end)) {
            notes.warn(
                    what + " (" + Certificates.subject(certificate) + ") ends in "
                            + Numbers.count(Duration.between(now, end).toDays(), "day"),
                    remedy);
        }
    }

    private static LocalDate lastDay(X509Certificate certificate) {
        return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC);
    }
}
