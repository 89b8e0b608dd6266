package dev.twinset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
    private static final Path HOME = Path.of("/engine/node-2");

    private final NodeSettings two = new NodeSettings(List.of(9200, 9201), List.of(9300, 9301), Map.of());
    private final NodeSettings three = new NodeSettings(List.of(1, 2, 3), List.of(4, 5, 6), Map.of());

    @Test
    void aNodeListensOnLoopbackAndKnowsTheOthers() {
        Properties settings = two.of(2, HOME);
        assertThat(settings)
                .containsEntry("network.host", "127.0.0.1")
                .containsEntry("http.port", "9201")
                .containsEntry("transport.port", "9301")
                .containsEntry("discovery.seed_hosts", "127.0.0.1:9300,127.0.0.1:9301")
                .containsEntry("path.home", HOME.toString());
        assertThat(two.addresses()).containsExactly("http://127.0.0.1:9200", "http://127.0.0.1:9201");
    }

    @Test
    void ofTwoNodesTheFirstManagesTheClusterAndOfThreeAll() {
        assertThat(two.of(1, HOME)).containsEntry("cluster.initial_cluster_manager_nodes", "node-1");
        assertThat(two.of(2, HOME)).containsEntry("node.roles", "data,ingest");
        assertThat(three.of(3, HOME))
                .containsEntry("node.roles", "cluster_manager,data,ingest")
                .containsEntry("cluster.initial_cluster_manager_nodes", "node-1,node-2,node-3");
    }

    @Test
    void aClusterNeedsItsManagerOrTwoOfThree() {
        assertThat(two.isCluster(Set.of(1))).isTrue();
        assertThat(two.isCluster(Set.of(2))).isFalse();
        assertThat(three.isCluster(Set.of(2, 3))).isTrue();
        assertThat(three.isCluster(Set.of(3))).isFalse();
    }

    @Test
    void theCallersSettingsWin() {
        NodeSettings settings = new NodeSettings(List.of(1), List.of(2), Map.of("node.processors", "1"));
        assertThat(settings.of(1, HOME)).containsEntry("node.processors", "1");
    }

    @Test
    void everyNodeHasBothPorts() {
        assertThatThrownBy(() -> new NodeSettings(List.of(1, 2), List.of(3), Map.of()))
                .hasMessage("HTTP ports 2 vs transport ports 1");
    }
}
