package dev.twinset.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.PortProbe.Port;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why a TLS handshake failed, from the failure and from what the broker shows to everybody. */
final class TlsFaults {
    private final Map<String, ?> settings;
    private final String prefix;
    private final Clock clock;

    /** @param prefix before the names of settings where the user writes them */
    TlsFaults(Map<String, ?> settings, String prefix, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * The rest of a sentence that begins with the Kafka's address.
     *
     * @param ports what the brokers showed to a probe; empty if none answered any more
     */
    String explain(Throwable failure, List<Port> ports) {
        List<X509Certificate> chain =
                ports.stream().map(Port::chain).findFirst().orElse(List.of());
        if (Causes.first(failure, CertificateExpiredException.class).isPresent()
                || Causes.first(failure, CertificateNotYetValidException.class).isPresent()) {
            return "shows a certificate that is not valid now: "
                    + untimely(ports).orElseGet(() -> Causes.root(failure))
                    + "; whoever runs the brokers must renew it";
        }
        if (Causes.anySays(failure, TlsFaults::isAboutTheHost)) {
            return "shows a certificate for "
                    + (chain.isEmpty() ? "another host" : Certificates.hosts(chain.get(0)))
                    + ", not for the host in its address (" + Causes.root(failure) + "); use one of those names in "
                    + prefix + "bootstrap.servers and in the brokers' advertised.listeners, or renew the certificate";
        }
        if (Causes.anySays(failure, text -> text.contains("unable to find valid certification path"))) {
            return "shows a certificate " + (chain.isEmpty() ? "" : "of " + Certificates.subject(chain.get(0)) + " ")
                    + "signed by an authority that is unknown here"
                    + (chain.isEmpty() ? "" : " (" + Certificates.issuer(chain.get(chain.size() - 1)) + ")")
                    + "; add that authority's certificate to " + trust();
        }
        if (Causes.anySays(failure, text -> text.contains("Received fatal alert"))) {
            return refused(failure);
        }
        return "broke off the TLS handshake: " + Causes.root(failure);
    }

    private Optional<String> untimely(List<Port> ports) {
        return ports.stream()
                .flatMap(
                        port -> Certificates.untimely(port.chain(), clock.instant())
                                .map(what -> what + " (at " + port.address() + ")")
                                .stream())
                .findFirst();
    }

    private static boolean isAboutTheHost(String text) {
        return text.contains("No subject alternative") || text.contains("No name matching");
    }

    /** What the alert is called differs between TLS versions and brokers; our own certificate tells more. */
    private String refused(Throwable failure) {
        String alert = Causes.root(failure).replaceFirst(".*: ", "");
        List<X509Certificate> own = Certificates.own(settings);
        if (!alert.toLowerCase(Locale.ROOT).matches(".*(certificate|unknown_ca|handshake_failure|access_denied).*")) {
            return "broke off the TLS handshake with the alert " + alert;
        }
        if (own.isEmpty()) {
            return "asks for a client's certificate, and none is set: set " + prefix + "ssl.keystore.location (alert "
                    + alert + ")";
        }
        Optional<String> untimely = Certificates.untimely(own, clock.instant());
        if (untimely.isPresent()) {
            return "refuses our certificate, which is not valid now: " + untimely.get() + "; renew the one in "
                    + keyStore();
        }
        return "refuses our certificate " + Certificates.subject(own.get(0)) + " from " + keyStore()
                + ": its authority " + Certificates.issuer(own.get(own.size() - 1))
                + " is not one that the brokers trust, or the certificate was revoked (alert " + alert
                + "); use one that the brokers' authority has signed";
    }

    private String trust() {
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
