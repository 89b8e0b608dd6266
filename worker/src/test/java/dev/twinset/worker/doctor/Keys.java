package dev.twinset.worker.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Certificates by an authority of our own, made with the JDK's keytool. */
final class Keys {
    static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path all;

    Keys(Path directory) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.all = directory.resolve("all.p12");
        generate("authority", "-ext", "bc:c");
        generate("good", "-signer", "authority", "-ext", "san=ip:127.0.0.1");
        generate("other", "-signer", "authority", "-ext", "san=dns:kafka.example");
        generate("expired", "-signer", "authority", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "3");
        generate("stranger", "-ext", "bc:c");
    }

    private void generate(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keystore",
                all.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    /** A store with one key and its chain. */
    Path keyStore(String alias) throws IOException, GeneralSecurityException {
        KeyStore from = load();
        KeyStore store = empty();
        store.setKeyEntry(
                alias,
                from.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                from.getCertificateChain(alias));
        return save(store, alias + "-key.p12");
    }

    /** A store that trusts one certificate. */
    Path trustStore(String alias) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry(alias, load().getCertificate(alias));
        return save(store, alias + "-trust.p12");
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(all)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD.toCharArray());
        return store;
    }

    private Path save(KeyStore store, String name) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return file;
    }
}
