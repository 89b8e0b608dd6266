package dev.twinset.engine;

import dev.twinset.console.process.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * OpenSearch's settings of every node.
 *
 * @param httpPorts by node, the first is node 1
 * @param transportPorts by node
 * @param overrides settings that win over ours
 */
record NodeSettings(List<Integer> httpPorts, List<Integer> transportPorts, Map<String, String> overrides) {
    NodeSettings {
        httpPorts = List.copyOf(httpPorts);
        transportPorts = List.copyOf(transportPorts);
        overrides = Map.copyOf(overrides);
        if (httpPorts.size() != transportPorts.size()) {
            throw new IllegalArgumentException(
                    "HTTP ports " + httpPorts.size() + " vs transport ports " + transportPorts.size());
        }
    }

    int nodes() {
        return httpPorts.size();
    }

    List<String> addresses() {
        return IntStream.rangeClosed(1, nodes()).mapToObj(this::address).toList();
    }

    String address(int node) {
        return "http://" + Ports.HOST + ":" + httpPorts.get(node - 1);
    }

    /** Whether these nodes suffice for a cluster. */
    boolean isCluster(Set<Integer> running) {
        return running.stream().filter(node -> node <= managers()).count() > managers() / 2;
    }

    /** Of two nodes only the first may manage the cluster: two that vote are lost with either. */
    private int managers() {
        return nodes() == 3 ? 3 : 1;
    }

    /** @param home the node's own directory */
    Properties of(int node, Path home) {
        Properties settings = new Properties();
        settings.setProperty("cluster.name", "twinset");
        settings.setProperty("node.name", name(node));
        settings.setProperty("node.roles", node <= managers() ? "cluster_manager,data,ingest" : "data,ingest");
        settings.setProperty("node.processors", "2");
        settings.setProperty("path.home", home.toString());
        settings.setProperty("path.data", home.resolve("data").toString());
        settings.setProperty("path.logs", home.toString());
        settings.setProperty("network.host", Ports.HOST);
        settings.setProperty("http.type", "netty4");
        settings.setProperty("http.port", httpPorts.get(node - 1).toString());
        settings.setProperty("transport.type", "netty4");
        settings.setProperty("transport.port", transportPorts.get(node - 1).toString());
        settings.setProperty(
                "discovery.seed_hosts",
                transportPorts.stream().map(port -> Ports.HOST + ":" + port).collect(Collectors.joining(",")));
        settings.setProperty(
                "cluster.initial_cluster_manager_nodes",
                IntStream.rangeClosed(1, managers())
                        .mapToObj(NodeSettings::name)
                        .collect(Collectors.joining(",")));
        // a disk that is nearly full is common on a developer's machine
        settings.setProperty("cluster.routing.allocation.disk.threshold_enabled", "false");
        overrides.forEach(settings::setProperty);
        return settings;
    }

    private static String name(int node) {
        return "node-" + node;
    }
}
