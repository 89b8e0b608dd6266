package dev.twinset.broker;

import static java.util.Objects.requireNonNull;

import dev.twinset.broker.certificate.CertificateAuthority;
import dev.twinset.broker.certificate.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keys and certificates of a {@link SecuredKafka} and of its clients, as files; and the settings that name them. */
public final class SecurityFiles {
    /** Of every key store and trust store here. */
    public static final String STORE_PASSWORD = "opens-every-store";

    private static final Duration DAY = Duration.ofDays(1);
    private static final String ORGANISATION = ",O=Twinset tests";

    private final Path directory;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final CertificateAuthority authority = authority("CN=Twinset authority");
    private final CertificateAuthority foreign = authority("CN=Foreign authority");
    private final Map<Listener, Path> brokers = new EnumMap<>(Listener.class);

    private SecurityFiles(Path directory) {
        this.directory = directory;
    }

    static SecurityFiles make(Path directory) throws IOException {
        SecurityFiles files = new SecurityFiles(Files.createDirectories(directory));
        files.writeTrust();
        files.writeBrokers();
        return files;
    }

    private CertificateAuthority authority(String name) {
        return new CertificateAuthority(name + ORGANISATION, now.minus(DAY.multipliedBy(400)), inDays(400));
    }

    private Instant inDays(long days) {
        return now.plus(DAY.multipliedBy(days));
    }

    private void writeTrust() throws IOException {
        Identity.writeTrust(trustStore(), STORE_PASSWORD, List.of(authority.certificate()));
        Identity.writeTrust(trustStoreOfAll(), STORE_PASSWORD, List.of(authority.certificate(), foreign.certificate()));
        Identity.writeCertificates(directory.resolve("ca.pem"), List.of(authority.certificate()));
    }

    private void writeBrokers() throws IOException {
        List<String> here = List.of("localhost", Ports.HOST);
        for (Listener listener : Listener.values()) {
            if (listener.encrypted()) {
                CertificateAuthority signer = listener == Listener.FOREIGN ? foreign : authority;
                Identity identity = signer.issue(
                        "CN=broker" + ORGANISATION,
                        listener == Listener.MISNAMED ? List.of("kafka.elsewhere.example") : here,
                        inDays(-2),
                        listener == Listener.EXPIRED ? inDays(-1) : inDays(1));
                Path file = directory.resolve("broker-" + listener.name().toLowerCase(Locale.ROOT) + ".p12");
                brokers.put(listener, identity.writeStore(file, STORE_PASSWORD));
            }
        }
    }

    /** What the broker is told of its keys. */
    Map<String, String> brokerSettings() {
        Map<String, String> settings = new HashMap<>();
        brokers.forEach((listener, store) -> {
            String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".";
            store(settings, prefix + "ssl.keystore", store);
            settings.put(prefix + "ssl.key.password", STORE_PASSWORD);
            store(settings, prefix + "ssl.truststore", trustStore());
            settings.put(prefix + "ssl.client.auth", listener == Listener.CERTIFICATE ? "required" : "none");
        });
        return settings;
    }

    private static void store(Map<String, String> settings, String prefix, Path file) {
        settings.put(prefix + ".location", file.toString());
        settings.put(prefix + ".password", STORE_PASSWORD);
        settings.put(prefix + ".type", "PKCS12");
    }

    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    /** With the foreign authority too. */
    public Path trustStoreOfAll() {
        return directory.resolve("trust-all.p12");
    }

    /** The broker's authority as a text: {@code BEGIN CERTIFICATE}. */
    public Path trustPem() {
        return directory.resolve("ca.pem");
    }

    /** A store with the certificate of a client: the user of this name. */
    public Path client(String user) throws IOException {
        return client(user, authority, inDays(1));
    }

    /** A store with a certificate that was valid until yesterday. */
    public Path expiredClient(String user) throws IOException {
        return client(user, authority, inDays(-1));
    }

    /** A store with a certificate that is signed by an authority of which the broker has not heard. */
    public Path foreignClient(String user) throws IOException {
        return client(user, foreign, inDays(1));
    }

    private Path client(String user, CertificateAuthority signer, Instant end) throws IOException {
        Path file = Files.createTempFile(directory, user, ".p12");
        return identity(user, signer, end).writeStore(file, STORE_PASSWORD);
    }

    /** The key and the chain of a client as two texts. */
    public void writePem(String user, Path key, Path chain) throws IOException {
        identity(user, authority, inDays(1)).writePem(key, chain);
    }

    private Identity identity(String user, CertificateAuthority signer, Instant end) {
        return signer.issue("CN=" + requireNonNull(user, "user is null") + ORGANISATION, List.of(), inDays(-2), end);
    }

    /** Client settings: come in by this door, and trust what the authority has signed. */
    public Map<String, String> trusting(Listener listener, String address) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", address);
        settings.put("security.protocol", listener.protocol());
        store(settings, "ssl.truststore", trustStore());
        return settings;
    }

    /** Client settings that show a certificate, to be added to {@link #trusting}. */
    public static Map<String, String> showing(Path store) {
        Map<String, String> settings = new HashMap<>();
        store(settings, "ssl.keystore", store);
        settings.put("ssl.key.password", STORE_PASSWORD);
        return settings;
    }
}
