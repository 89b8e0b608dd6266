package dev.twinset.broker;

import dev.twinset.console.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keys and certificates of a {@link SecuredKafka} and of its clients, as files; and the settings that name them. */
public final class SecurityFiles {
    /** Of every key store and trust store here. */
    public static final String STORE_PASSWORD = Stores.PASSWORD;

    private static final String ORGANISATION = ",O=Twinset tests";
    private static final String AUTHORITY = "CN=Twinset authority" + ORGANISATION;
    private static final String FOREIGN = "CN=Foreign authority" + ORGANISATION;

    private final Path directory;

    SecurityFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        Stores.writeTrustStore(trustStore(), List.of(AUTHORITY));
        Stores.writeCertificate(trustPem(), AUTHORITY);
    }

    /** The broker's settings for its listeners' keys. */
    Map<String, String> brokerSettings(List<Listener> listeners) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (Listener listener : listeners) {
            if (listener.encrypted()) {
                String name = listener.name().toLowerCase(Locale.ROOT);
                String prefix = "listener.name." + name + ".";
                Path keys = Stores.writeKeyStore(directory.resolve("broker-" + name + ".p12"), certificate(listener));
                settings.putAll(BrokerListeners.key(name, keys));
                store(settings, prefix + "ssl.truststore", trustStore());
                settings.put(prefix + "ssl.client.auth", listener == Listener.CERTIFICATE ? "required" : "none");
            }
        }
        return settings;
    }

    private static CertificateRequest certificate(Listener listener) {
        String subject = "CN=broker" + ORGANISATION;
        String[] here = {"dns:localhost", "ip:" + Ports.HOST};
        return switch (listener) {
            case EXPIRED -> CertificateRequest.signed(subject, AUTHORITY, here).expired();
            case FOREIGN -> CertificateRequest.signed(subject, FOREIGN, here);
            case MISNAMED -> CertificateRequest.signed(subject, AUTHORITY, "dns:kafka.elsewhere.example");
            default -> CertificateRequest.signed(subject, AUTHORITY, here);
        };
    }

    private static void store(Map<String, String> settings, String prefix, Path file) {
        settings.put(prefix + ".location", file.toString());
        settings.put(prefix + ".password", STORE_PASSWORD);
        settings.put(prefix + ".type", "PKCS12");
    }

    /** A trust store with the brokers' authority. */
    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    /** A trust store with the foreign authority too. */
    public Path trustStoreOfAll() throws IOException {
        return Stores.writeTrustStore(directory.resolve("trust-all.p12"), List.of(AUTHORITY, FOREIGN));
    }

    /** The brokers' authority as a text: {@code BEGIN CERTIFICATE}. */
    public Path trustPem() {
        return directory.resolve("ca.pem");
    }

    /** A key store with the certificate of a client; its common name is the user's. */
    public Path client(String user) throws IOException {
        return client(user, CertificateRequest.signed(subject(user), AUTHORITY));
    }

    /** A key store with a certificate that expired yesterday. */
    public Path expiredClient(String user) throws IOException {
        return client(user, CertificateRequest.signed(subject(user), AUTHORITY).expired());
    }

    /** A key store with a certificate by an authority that the brokers do not trust. */
    public Path foreignClient(String user) throws IOException {
        return client(user, CertificateRequest.signed(subject(user), FOREIGN));
    }

    private Path client(String user, CertificateRequest request) throws IOException {
        return Stores.writeKeyStore(Files.createTempFile(directory, user, ".p12"), request);
    }

    /** The key and the chain of a client as two texts. */
    public void writePem(String user, Path key, Path chain) throws IOException {
        Stores.writePem(key, chain, CertificateRequest.signed(subject(user), AUTHORITY));
    }

    private static String subject(String user) {
        return "CN=" + user + ORGANISATION;
    }

    /** Client settings for this listener that trust the brokers' authority. */
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
