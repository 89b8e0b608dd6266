package dev.twinset.kafka.errors;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.probe.Certificates;
import dev.twinset.kafka.probe.ClientTls;
import dev.twinset.kafka.probe.Fault;
import dev.twinset.kafka.probe.ListenerProtocol;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why a TLS handshake failed, from the failure and from the certificates that the brokers show to every client. */
public final class TlsDiagnosis {
    private final Map<String, ?> settings;
    private final String prefix;
    private final Clock clock;

    /** @param prefix before the names of settings where the user writes them, such as {@code kafka.} */
    public TlsDiagnosis(Map<String, ?> settings, String prefix, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * The clause goes on after the broker's name.
     *
     * @param listeners as a probe saw them; empty if none answers
     */
    public Fault explain(Throwable failure, List<ListenerProtocol> listeners) {
        List<X509Certificate> chain =
                listeners.stream().map(ListenerProtocol::chain).findFirst().orElse(List.of());
        if (Causes.first(failure, CertificateExpiredException.class).isPresent()
                || Causes.first(failure, CertificateNotYetValidException.class).isPresent()) {
            return new Fault(
                    "shows a certificate that is not valid now: "
                            + invalidity(listeners).orElseGet(() -> Causes.root(failure)),
                    "the brokers' operator must renew it");
        }
        if (Causes.anySays(failure, TlsDiagnosis::isAboutTheHost)) {
            return new Fault(
                    "shows a certificate for " + (chain.isEmpty() ? "another host" : Certificates.hosts(chain.get(0)))
                            + ", not for the host in its address (" + Causes.root(failure) + ")",
                    "use one of those names in " + prefix
                            + "bootstrap.servers and in the brokers' advertised.listeners, or renew the certificate");
        }
        if (Causes.anySays(failure, text -> text.contains("unable to find valid certification path"))) {
            return new Fault(
                    "shows a certificate " + (chain.isEmpty() ? "" : "of " + Certificates.subject(chain.get(0)) + " ")
                            + "signed by an authority that is unknown here"
                            + (chain.isEmpty() ? "" : " (" + Certificates.issuer(chain.get(chain.size() - 1)) + ")"),
                    "add that authority's certificate to " + trustStore());
        }
        return Causes.anySays(failure, text -> text.contains("Received fatal alert"))
                ? alerted(Causes.root(failure).replaceFirst(".*: ", ""))
                : brokenOff(": " + Causes.root(failure));
    }

    private Optional<String> invalidity(List<ListenerProtocol> listeners) {
        return listeners.stream()
                .flatMap(listener -> listener.chain().stream()
                        .flatMap(certificate -> Certificates.invalidity(certificate, clock.instant()).stream())
                        .map(what -> what + " (at " + listener.address() + ")"))
                .findFirst();
    }

    private static boolean isAboutTheHost(String text) {
        return text.contains("No subject alternative") || text.contains("No name matching");
    }

    /** The alert's name differs between TLS versions and brokers; our own certificate says more. */
    private Fault alerted(String alert) {
        if (!alert.toLowerCase(Locale.ROOT).matches(".*(certificate|unknown_ca|handshake_failure|access_denied).*")) {
            return brokenOff(" with the alert " + alert);
        }
        List<X509Certificate> own = ClientTls.ownChain(settings);
        if (own.isEmpty()) {
            return new Fault(
                    "asks for a client's certificate, and none is set (alert " + alert + ")",
                    "set " + prefix + "ssl.keystore.location");
        }
        Optional<String> invalid = own.stream()
                .flatMap(certificate -> Certificates.invalidity(certificate, clock.instant()).stream())
                .findFirst();
        return invalid.map(what -> new Fault(
                        "refuses our certificate, which is not valid now: " + what, "renew the one in " + keyStore()))
                .orElseGet(() -> new Fault(
                        "refuses our certificate " + Certificates.subject(own.get(0)) + " from " + keyStore()
                                + ": its authority " + Certificates.issuer(own.get(own.size() - 1))
                                + " is not one that the brokers trust, or the certificate was revoked (alert " + alert
                                + ")",
                        "use one that the brokers' authority has signed"));
    }

    private Fault brokenOff(String why) {
        return new Fault(
                "broke off the TLS handshake" + why,
                "if it asks for a client's certificate, set " + prefix
                        + "ssl.keystore.location to one that it trusts; the brokers' logs say more");
    }

    private String trustStore() {
        return place("ssl.truststore.location", "ssl.truststore.certificates", "the authorities that Java knows, by");
    }

    private String keyStore() {
        return place("ssl.keystore.location", "ssl.keystore.certificate.chain", "");
    }

    private String place(String location, String inline, String otherwise) {
        Object file = settings.get(location);
        if (file != null) {
            return file + " (" + prefix + location + ")";
        }
        return settings.containsKey(inline) ? prefix + inline : (otherwise + " " + prefix + location).strip();
    }
}
