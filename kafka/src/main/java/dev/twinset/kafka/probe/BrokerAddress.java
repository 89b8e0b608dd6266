package dev.twinset.kafka.probe;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Node;

/** The address of a broker. */
public record BrokerAddress(String host, int port) {
    static final int MAX_PORT = 65_535;

    /** As Kafka's clients read it: an IPv6 address is in brackets. */
    private static final Pattern FORM = Pattern.compile("(?:[\\w.-]*://)?\\[?([\\w%.:-]+?)]?:(\\d{1,5})");

    public BrokerAddress {
        requireNonNull(host, "host is null");
    }

    public static BrokerAddress of(Node node) {
        return new BrokerAddress(node.host(), node.port());
    }

    /** Empty if the text is not an address. */
    public static Optional<BrokerAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            return Optional.empty();
        }
        return Optional.of(new BrokerAddress(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }

    /** The entries of a comma-separated list. */
    public static List<String> split(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
