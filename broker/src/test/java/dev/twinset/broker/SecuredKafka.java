package dev.twinset.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker in this JVM that demands authentication and checks rights: {@link Listener}s with TLS, users with passwords,
 * clients with certificates, and ACLs. A certificate's common name is the user's name.
 */
public final class SecuredKafka implements AutoCloseable {
    private static final List<Listener> GOOD = List.of(Listener.PLAINTEXT, Listener.PASSWORD, Listener.CERTIFICATE);

    private final Path directory;
    private final Map<String, String> settings;
    private final BrokerListeners listeners;
    private final SecurityFiles files;
    private final Admin admin;
    private LocalKafka kafka;

    private SecuredKafka(Path directory, Map<String, String> settings, BrokerListeners listeners, SecurityFiles files)
            throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.kafka = LocalKafka.inProcess(directory, settings);
        this.listeners = listeners;
        this.files = files;
        this.admin = Admin.create(Map.of("bootstrap.servers", address(Listener.PLAINTEXT), "client.id", "owner"));
    }

    /**
     * With the good listeners.
     *
     * @param directory new or empty; certificates and keys are beside the broker's data
     */
    public static SecuredKafka start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /** @param settings broker settings that override ours */
    public static SecuredKafka start(Path directory, Map<String, String> settings) throws IOException {
        return start(directory, settings, GOOD);
    }

    /** With the bad listeners too. */
    public static SecuredKafka startWithAllListeners(Path directory) throws IOException {
        return start(directory, Map.of(), List.of(Listener.values()));
    }

    private static SecuredKafka start(Path directory, Map<String, String> settings, List<Listener> listeners)
            throws IOException {
        SecurityFiles files = new SecurityFiles(directory.resolve("security"));
        Map<String, String> protocols = new LinkedHashMap<>();
        listeners.forEach(listener -> protocols.put(listener.name(), listener.protocol()));
        BrokerListeners here = BrokerListeners.onFreePorts(protocols);
        Map<String, String> all = here.settings(Map.of());
        all.putAll(files.brokerSettings(listeners));
        all.putAll(logins());
        all.putAll(settings);
        return new SecuredKafka(directory.resolve("broker"), all, here, files);
    }

    private static Map<String, String> logins() {
        return Map.of(
                "ssl.principal.mapping.rules",
                "RULE:^CN=([^,]+).*$/$1/,DEFAULT",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.password.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }

    /** Stops the broker and starts it again with the same addresses and data. */
    public void restart() throws IOException {
        kafka.close();
        kafka = LocalKafka.inProcess(directory, settings);
    }

    /** {@code host:port}. */
    public String address(Listener listener) {
        return listeners.address(listener.name());
    }

    /** Certificates and keys, and the client settings that use them. */
    public SecurityFiles files() {
        return files;
    }

    /** A client that may do everything. */
    public Admin admin() {
        return admin;
    }

    /** Adds a user, or changes a user's password; returns when the broker accepts it. */
    public void user(String name, String password) {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        await(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, scram, password)))
                .all());
        awaitLogin(name, password);
    }

    /** The controller answers before the broker has read the new password. */
    private void awaitLogin(String name, String password) {
        Map<String, Object> client = new HashMap<>(files.trusting(Listener.PASSWORD, address(Listener.PASSWORD)));
        client.put("sasl.mechanism", "SCRAM-SHA-512");
        client.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=" + quoted(name)
                        + " password=" + quoted(password) + ";");
        for (int attempt = 0; attempt < 100; attempt++) {
            try (Admin login = Admin.create(client)) {
                login.describeCluster().nodes().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof AuthenticationException)) {
                    throw new IllegalStateException("cannot log in as " + name, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while logging in as " + name, e);
            }
        }
        throw new IllegalStateException("the broker never accepted the password of " + name);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    public void removeUser(String name) {
        await(admin.alterUserScramCredentials(
                        List.of(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512)))
                .all());
    }

    /** Gives a user a right. */
    public void allow(String user, AclOperation operation, ResourceType type, PatternType pattern, String name) {
        await(admin.createAcls(List.of(binding(user, operation, type, pattern, name)))
                .all());
    }

    /** Takes back a right that {@link #allow} gave. */
    public void forbid(String user, AclOperation operation, ResourceType type, PatternType pattern, String name) {
        List<AclBindingFilter> gone = new ArrayList<>(
                List.of(binding(user, operation, type, pattern, name).toFilter()));
        if (await(admin.deleteAcls(gone).all()).isEmpty()) {
            throw new IllegalArgumentException(user + " had no right to " + operation + " " + type + " " + name);
        }
    }

    private static AclBinding binding(
            String user, AclOperation operation, ResourceType type, PatternType pattern, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static <T> T await(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
