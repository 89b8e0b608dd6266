package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Node;

/** Where a broker is said to be. */
record BrokerAddress(String host, int port) {
    /** As Kafka's clients read it: an IPv6 address stands in brackets. */
    private static final Pattern FORM = Pattern.compile("(?:[\\w.-]*://)?\\[?([\\w%.:-]+?)]?:(\\d{1,5})");

    private static final int MAX_PORT = 65_535;

    BrokerAddress {
        requireNonNull(host, "host is null");
    }

    static BrokerAddress of(Node node) {
        return new BrokerAddress(node.host(), node.port());
    }

    /** Empty if it is no address. */
    static Optional<BrokerAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            return Optional.empty();
        }
        return Optional.of(new BrokerAddress(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }

    /** The words of a list with commas. */
    static List<String> split(String list) {
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
