package dev.twinset.broker;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker in this JVM that lets nobody in unknown: {@link Listener}s with TLS, users with passwords, clients with
 * certificates, and rights that are given one by one. Its certificates are made anew at each start, so it is for tests
 * alone. A certificate's common name is the user's name, as with a password.
 */
public final class SecuredKafka implements AutoCloseable {
    private final Path directory;
    private final Map<String, String> settings;
    private final Map<Listener, String> addresses;
    private final SecurityFiles files;
    private final Admin admin;
    private LocalKafka kafka;

    private SecuredKafka(
            Path directory, Map<String, String> settings, Map<Listener, String> addresses, SecurityFiles files)
            throws IOException {
        this.directory = directory;
        this.settings = settings;
        this.kafka = LocalKafka.inProcess(directory, settings);
        this.addresses = addresses;
        this.files = files;
        this.admin = Admin.create(
                Map.of("bootstrap.servers", requireNonNull(addresses.get(Listener.PLAINTEXT)), "client.id", "owner"));
    }

    /** @param directory new or empty; certificates and keys lie beside the broker's data */
    public static SecuredKafka start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /** @param settings broker settings that go before ours */
    public static SecuredKafka start(Path directory, Map<String, String> settings) throws IOException {
        SecurityFiles files = SecurityFiles.make(directory.resolve("security"));
        Iterator<Integer> ports = Ports.free(Listener.values().length + 1).iterator();
        Map<Listener, String> addresses = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            addresses.put(listener, Ports.HOST + ":" + ports.next());
        }
        String controller = Ports.HOST + ":" + ports.next();
        Map<String, String> all = new HashMap<>(listeners(addresses, controller));
        all.putAll(files.brokerSettings());
        all.putAll(rights());
        all.putAll(settings);
        return new SecuredKafka(directory.resolve("broker"), all, addresses, files);
    }

    private static Map<String, String> listeners(Map<Listener, String> addresses, String controller) {
        String doors = addresses.entrySet().stream()
                .map(door -> door.getKey() + "://" + door.getValue())
                .collect(Collectors.joining(","));
        String protocols = Stream.of(Listener.values())
                .map(listener -> listener + ":" + listener.protocol())
                .collect(Collectors.joining(","));
        return Map.of(
                "listeners", doors + ",CONTROLLER://" + controller,
                "advertised.listeners", doors,
                "listener.security.protocol.map", protocols + ",CONTROLLER:PLAINTEXT",
                "controller.quorum.voters", "1@" + controller);
    }

    private static Map<String, String> rights() {
        return Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS",
                "ssl.principal.mapping.rules",
                "RULE:^CN=([^,]+).*$/$1/,DEFAULT",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "listener.name.password.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }

    /** Takes the broker away and brings it back at the same addresses, with all that it knew. */
    public void restart() throws IOException {
        kafka.close();
        kafka = LocalKafka.inProcess(directory, settings);
    }

    /** {@code host:port}. */
    public String address(Listener listener) {
        return requireNonNull(addresses.get(listener));
    }

    /** Certificates and keys, and what a client that uses them has to say. */
    public SecurityFiles files() {
        return files;
    }

    /** Of the owner, who may do everything. */
    public Admin admin() {
        return admin;
    }

    /** Adds a user, or gives one another password. */
    public void user(String name, String password) {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        await(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, scram, password)))
                .all());
    }

    public void removeUser(String name) {
        await(admin.alterUserScramCredentials(
                        List.of(new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512)))
                .all());
    }

    /** Lets a user do this; {@code PREFIXED} names end where the pattern does. */
    public void allow(String user, AclOperation operation, ResourceType type, PatternType pattern, String name) {
        await(admin.createAcls(List.of(binding(user, operation, type, pattern, name)))
                .all());
    }

    /** Takes back what {@link #allow} gave, once. */
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
