package dev.twinset.broker;

import java.util.List;

/**
 * What a certificate for a test shall say.
 *
 * @param subject a distinguished name, such as {@code CN=broker,O=Twinset tests}
 * @param signer the distinguished name of the authority; empty for an authority, which signs itself
 * @param hosts names that it may serve at, as keytool writes them: {@code dns:localhost}, {@code ip:127.0.0.1}; none
 *     for a client
 * @param firstDay days from now until it becomes valid; negative if that was in the past
 * @param days days for which it is valid from then on
 */
public record CertificateRequest(String subject, String signer, List<String> hosts, int firstDay, int days) {
    private static final int YEAR = 365;

    public CertificateRequest {
        hosts = List.copyOf(hosts);
    }

    public static CertificateRequest authority(String subject) {
        return new CertificateRequest(subject, "", List.of(), -YEAR, 2 * YEAR);
    }

    /** Valid for three months from yesterday. */
    public static CertificateRequest signed(String subject, String signer, String... hosts) {
        return new CertificateRequest(subject, signer, List.of(hosts), -1, 91);
    }

    /** The same, but it expired yesterday. */
    public CertificateRequest expired() {
        return new CertificateRequest(subject, signer, hosts, -2, 1);
    }

    /** The same, but it becomes valid tomorrow. */
    public CertificateRequest notYetValid() {
        return new CertificateRequest(subject, signer, hosts, 1, 1);
    }
}
