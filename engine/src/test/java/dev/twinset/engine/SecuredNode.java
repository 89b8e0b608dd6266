package dev.twinset.engine;

import dev.twinset.console.process.ChildProcess;
import dev.twinset.console.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node of OpenSearch with its security plugin: TLS, users and their rights. For the tests of other modules. */
public final class SecuredNode implements AutoCloseable {
    /** Of every user. */
    public static final String PASSWORD = "secret-of-twinset";

    /** That password as the plugin stores it: by its own {@code org.opensearch.security.tools.Hasher}. */
    private static final String HASH = "$2y$12$MuJnc585Py785R0JIYdpoO5ErTBQJFwwavEIFTMUNEcp0HOJyPQI6";

    private static final int HEAP_MIB = 512;
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final ChildProcess process;
    private final URI address;

    private SecuredNode(ChildProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Returns when it takes connections; its users may be unknown for some seconds more.
     *
     * @param directory empty
     * @param keys PKCS #12, of the node
     * @param trusted PKCS #12, who signed them
     * @param storePassword of both
     * @param roles the content of {@code roles.yml}: a role is that of the user of the same name
     * @param users with a role or without
     */
    public static SecuredNode start(
            Path directory, Path keys, Path trusted, String storePassword, String roles, Set<String> users)
            throws IOException, InterruptedException {
        Path config = Files.createDirectories(directory.resolve("config"));
        Files.copy(keys, config.resolve("keys.p12"));
        Files.copy(trusted, config.resolve("trusted.p12"));
        writeSecurity(Files.createDirectory(config.resolve("opensearch-security")), roles, users);
        List<Integer> ports = Ports.free(2);
        Path settings = directory.resolve("node.properties");
        Path log = directory.resolve("node.log");
        try (OutputStream out = Files.newOutputStream(settings)) {
            settings(ports, directory, storePassword).store(out, null);
        }
        ChildProcess started = ChildProcess.fork(
                "the secured node", command(settings, log), directory, log, directory.resolve("console.log"));
        SecuredNode node = new SecuredNode(started, URI.create("https://" + Ports.HOST + ":" + ports.get(0)));
        try {
            started.awaitServing(() -> Ports.accepts(ports.get(0)), START_LIMIT);
            return node;
        } catch (IOException | InterruptedException | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static Properties settings(List<Integer> ports, Path home, String storePassword) {
        Map<String, String> more = new HashMap<>();
        more.put("plugins.security.allow_default_init_securityindex", "true");
        more.put("plugins.security.ssl.http.enabled", "true");
        more.put("plugins.security.ssl.transport.enforce_hostname_verification", "false");
        // the plugin's own transports, which it sets where nothing is set
        more.put("http.type", "org.opensearch.security.http.SecurityHttpServerTransport");
        more.put("transport.type", "org.opensearch.security.ssl.http.netty.SecuritySSLNettyTransport");
        for (String layer : List.of("http", "transport")) {
            String prefix = "plugins.security.ssl." + layer + ".";
            for (Map.Entry<String, String> store :
                    Map.of("keystore", "keys.p12", "truststore", "trusted.p12").entrySet()) {
                more.put(prefix + store.getKey() + "_type", "PKCS12");
                more.put(prefix + store.getKey() + "_filepath", store.getValue());
                more.put(prefix + store.getKey() + "_password", storePassword);
            }
        }
        return new NodeSettings(ports.subList(0, 1), ports.subList(1, 2), more).of(1, home);
    }

    private static void writeSecurity(Path directory, String roles, Set<String> users) throws IOException {
        String mapped = users.stream()
                .filter(user -> roles.lines().anyMatch((user + ":")::equals))
                .map(user -> user + ": {users: [" + user + "]}\n")
                .collect(Collectors.joining());
        String hashed = users.stream()
                .map(user -> user + ": {hash: \"" + HASH + "\"}\n")
                .collect(Collectors.joining());
        String login = """
                config:
                  dynamic:
                    http: {anonymous_auth_enabled: false}
                    authc:
                      basic:
                        http_enabled: true
                        order: 0
                        http_authenticator: {type: basic, challenge: true}
                        authentication_backend: {type: intern}
                """;
        write(directory, "config", "config", login);
        write(directory, "internal_users", "internalusers", hashed);
        write(directory, "roles", "roles", roles);
        write(directory, "roles_mapping", "rolesmapping", mapped);
        write(directory, "action_groups", "actiongroups", "");
        write(directory, "tenants", "tenants", "");
        write(directory, "nodes_dn", "nodesdn", "");
        write(directory, "allowlist", "allowlist", "config: {enabled: false}\n");
        write(directory, "whitelist", "whitelist", "config: {enabled: false}\n");
        write(directory, "audit", "audit", "config: {enabled: false}\n");
    }

    private static void write(Path directory, String name, String type, String content) throws IOException {
        Files.writeString(
                directory.resolve(name + ".yml"), "_meta: {type: " + type + ", config_version: 2}\n" + content);
    }

    /** As {@link NodeCommand} has it, with the plugin's jars, and the main class that knows it. */
    private static List<String> command(Path settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(NodeCommand.of(settings, log, HEAP_MIB));
        Path own = source();
        Path jars = NodeCommand.jars(own);
        try (Stream<Path> all = Files.list(own.resolveSibling("opensearch-security"))) {
            String plugin = all.filter(jar -> !isIn(jars, jar))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            int path = command.indexOf("-cp") + 1;
            command.set(path, command.get(path) + File.pathSeparator + own + File.pathSeparator + plugin);
        }
        command.set(command.indexOf(NodeMain.class.getName()), SecuredNodeMain.class.getName());
        return command;
    }

    /** Whether the node brings another version of a jar. */
    private static boolean isIn(Path jars, Path jar) {
        String artifact = jar.getFileName().toString().replaceFirst("-[0-9].*", "-");
        try (Stream<Path> all = Files.list(jars)) {
            return all.anyMatch(other -> other.getFileName().toString().startsWith(artifact));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path source() {
        try {
            return Path.of(SecuredNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code https://127.0.0.1:port}. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        ChildProcess.stop(List.of(process), STOP_LIMIT);
    }
}
