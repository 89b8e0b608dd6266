package dev.twinset.broker;

import dev.twinset.console.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The listeners of a single broker that checks rights. Its clients without a login may do everything.
 *
 * @param protocols listener to Kafka's {@code security.protocol}
 * @param addresses listener to {@code host:port}
 */
public record BrokerListeners(Map<String, String> protocols, Map<String, String> addresses, String controller) {
    /** With each listener, and the controller, on a free port. */
    public static BrokerListeners onFreePorts(Map<String, String> protocols) throws IOException {
        Iterator<Integer> ports = Ports.free(protocols.size() + 1).iterator();
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String listener : protocols.keySet()) {
            addresses.put(listener, Ports.HOST + ":" + ports.next());
        }
        return new BrokerListeners(protocols, addresses, Ports.HOST + ":" + ports.next());
    }

    public String address(String listener) {
        return Optional.ofNullable(addresses.get(listener)).orElseThrow();
    }

    /** @param advertised listener to the address that clients are sent to, where it differs */
    public Map<String, String> settings(Map<String, String> advertised) {
        Map<String, String> published = new LinkedHashMap<>(addresses);
        published.putAll(advertised);
        return new HashMap<>(Map.of(
                "listeners",
                joined(addresses, "://") + ",CONTROLLER://" + controller,
                "advertised.listeners",
                joined(published, "://"),
                "listener.security.protocol.map",
                joined(protocols, ":") + ",CONTROLLER:PLAINTEXT",
                "controller.quorum.voters",
                "1@" + controller,
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS"));
    }

    /** A listener's own key, in a store of {@link Stores}. */
    public static Map<String, String> key(String listener, Path store) {
        String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".ssl.";
        return Map.of(
                prefix + "keystore.location",
                store.toString(),
                prefix + "keystore.password",
                Stores.PASSWORD,
                prefix + "keystore.type",
                "PKCS12",
                prefix + "key.password",
                Stores.PASSWORD);
    }

    private static String joined(Map<String, String> entries, String between) {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + between + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
