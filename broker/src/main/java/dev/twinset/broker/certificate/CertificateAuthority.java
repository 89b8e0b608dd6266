package dev.twinset.broker.certificate;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Signs certificates for a broker that is tried or tested on this machine (X.509 version 3, RFC 5280; keys on the curve
 * P-256, signed with ECDSA and SHA-256). Its key lives as long as this object: nobody can ask for more later.
 */
public final class CertificateAuthority {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.identifier(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] BASIC_CONSTRAINTS = Der.identifier(2, 5, 29, 19);
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = Der.identifier(2, 5, 29, 17);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int SERIAL_BITS = 120;

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys;
    private final X500Principal name;
    private final X509Certificate certificate;

    /** @param name a distinguished name, such as {@code CN=Twinset test authority} */
    public CertificateAuthority(String name, Instant from, Instant to) {
        this.name = new X500Principal(requireNonNull(name, "name is null"));
        try {
            this.keys = newKeys();
            this.certificate = sign(this.name, keys.getPublic(), from, to, List.of(constraints(true)));
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * A new key and the certificate that says whose it is.
     *
     * @param subject a distinguished name
     * @param hosts names or addresses that it may serve at; none for a client
     */
    public Identity issue(String subject, List<String> hosts, Instant from, Instant to) {
        try {
            KeyPair owned = newKeys();
            List<byte[]> extensions = new ArrayList<>(List.of(constraints(false)));
            if (!hosts.isEmpty()) {
                extensions.add(extension(SUBJECT_ALTERNATIVE_NAME, false, alternativeNames(hosts)));
            }
            X509Certificate signed = sign(new X500Principal(subject), owned.getPublic(), from, to, extensions);
            return new Identity(owned.getPrivate(), List.of(signed, certificate));
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        }
    }

    private X509Certificate sign(
            X500Principal subject, PublicKey key, Instant from, Instant to, List<byte[]> extensions)
            throws GeneralSecurityException {
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3 counts from 0
                Der.integer(new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS)),
                ECDSA_WITH_SHA256,
                name.getEncoded(),
                Der.sequence(Der.time(from), Der.time(to)),
                subject.getEncoded(),
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] signed = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] constraints(boolean authority) {
        return extension(BASIC_CONSTRAINTS, true, authority ? Der.sequence(Der.yes()) : Der.sequence());
    }

    private static byte[] extension(byte[] identifier, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(identifier, Der.yes(), Der.octets(value))
                : Der.sequence(identifier, Der.octets(value));
    }

    private static byte[] alternativeNames(List<String> hosts) {
        return Der.sequence(
                hosts.stream().map(CertificateAuthority::alternativeName).toArray(byte[][]::new));
    }

    private static byte[] alternativeName(String host) {
        if (!host.matches("[0-9.]+")) {
            return Der.implicit(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            return Der.implicit(IP_ADDRESS, InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + host, e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("every Java has elliptic curves and SHA-256", e);
    }
}
