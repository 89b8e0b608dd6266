package dev.twinset.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes keys and certificates with the JDK's keytool. Each is made once in this JVM, when it is first asked for,
 * because keytool takes a second to start. Any thread may call.
 */
final class Keytool {
    private static final String PASSWORD = "of-the-store-of-all-keys";
    private static final Map<CertificateRequest, PrivateKeyEntry> MADE = new HashMap<>();

    private Keytool() {}

    /** The key and its certificate, followed by its authority's. */
    static synchronized PrivateKeyEntry make(CertificateRequest request) throws IOException {
        PrivateKeyEntry made = MADE.get(request);
        if (made == null) {
            made = generate(request);
            MADE.put(request, made);
        }
        return made;
    }

    /** keytool reads the signer's key from the store to which it adds the new one. */
    private static PrivateKeyEntry generate(CertificateRequest request) throws IOException {
        Path store = Files.createTempDirectory("keytool").resolve("keys.p12");
        try {
            List<String> options = new ArrayList<>(
                    List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", request.subject(), "-alias", "new"));
            options.addAll(List.of("-startdate", days(request.firstDay()), "-validity", "" + request.days()));
            if (request.signer().isEmpty()) {
                options.addAll(List.of("-ext", "bc:c"));
            } else {
                save(store, make(CertificateRequest.authority(request.signer())));
                options.addAll(List.of("-signer", "signer"));
            }
            if (!request.hosts().isEmpty()) {
                options.addAll(List.of("-ext", "san=" + String.join(",", request.hosts())));
            }
            run(store, options);
            return load(store);
        } finally {
            Files.deleteIfExists(store);
            Files.delete(store.getParent());
        }
    }

    private static String days(int fromNow) {
        return (fromNow < 0 ? "" : "+") + fromNow + "d";
    }

    private static void run(Path store, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of("-genkeypair", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while keytool ran");
        }
    }

    private static void save(Path file, PrivateKeyEntry signer) throws IOException {
        Stores.write(file, PASSWORD, store -> store.setEntry("signer", signer, password()));
    }

    private static PrivateKeyEntry load(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return (PrivateKeyEntry) store.getEntry("new", password());
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool's store " + file + " cannot be read", e);
        }
    }

    private static PasswordProtection password() {
        return new PasswordProtection(PASSWORD.toCharArray());
    }
}
