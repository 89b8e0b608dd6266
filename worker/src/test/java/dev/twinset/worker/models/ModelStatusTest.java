package dev.twinset.worker.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.model.ServingModel;
import dev.twinset.worker.models.ModelStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The state of each model, and which ones can be built. */
class ModelStatusTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final FakeModelCluster cluster = new FakeModelCluster();

    ModelStatusTest() {
        cluster.workers.putAll(Map.of("old", 2, "ready", 1, "building", 1, "idle", 0));
        cluster.lags.putAll(Map.of("ready", 500L, "building", 501L));
    }

    private Map<String, State> states() throws Exception {
        return ModelStatus.all(cluster, 500).stream().collect(Collectors.toMap(ModelStatus::model, ModelStatus::state));
    }

    @Test
    void eachModelHasOneState() throws Exception {
        cluster.serving(ServingModel.first("old", NOW));
        cluster.retired("gone", NOW);
        assertThat(states())
                .isEqualTo(Map.of(
                        "old", State.SERVING,
                        "ready", State.READY,
                        "building", State.BUILDING,
                        "idle", State.IDLE,
                        "gone", State.RETIRED));

        cluster.serving(cluster.state.serving().orElseThrow().switching("ready", false));
        assertThat(states())
                .containsEntry("old", State.SWITCHING)
                .containsEntry("ready", State.SWITCHING)
                .containsEntry("building", State.BUILDING);
    }

    @Test
    void aModelThatServesWithoutWorkersIsListedAllTheSame() throws Exception {
        cluster.serving(ServingModel.first("away", NOW));
        assertThat(states()).containsEntry("away", State.SERVING);
    }

    @Test
    void asJsonForPrograms() throws Exception {
        cluster.serving(ServingModel.first("old", NOW));
        List<ModelStatus> all = ModelStatus.all(cluster, 500);
        assertThat(ModelListCommand.json(all.get(2)))
                .isEqualTo(
                        "{\"model\":\"old\",\"state\":\"serving\",\"since\":\"2026-11-28T12:00:00Z\",\"workers\":2,\"lag\":0}");
        assertThat(ModelListCommand.json(all.get(0)))
                .isEqualTo("{\"model\":\"building\",\"state\":\"building\",\"workers\":1,\"lag\":501}");
    }

    @Test
    void onlyAModelBesideTheOneThatAnswersCanBeBuilt() throws Exception {
        assertThatThrownBy(() -> reindex("new").require()).hasMessageContaining("no model answers yet");
        cluster.serving(ServingModel.first("old", NOW));
        cluster.retired("gone", NOW);
        reindex("new").require();
        assertThatThrownBy(() -> reindex("old").require()).hasMessageContaining("model old answers already");
        assertThatThrownBy(() -> reindex("gone").require())
                .hasMessageContaining("model gone was retired at 2026-11-28T12:00:00Z: it cannot be built again");
    }

    @Test
    void aModelIsBuiltWhenAWorkerOfItHasNothingLeft() throws Exception {
        StringBuilder told = new StringBuilder();
        cluster.lags.put("new", 3L);
        Reindex reindex = new Reindex("new", cluster, time -> {
            cluster.lags.computeIfPresent("new", (model, lag) -> Math.max(0, lag - 1));
            if (told.length() > 7) {
                cluster.workers.put("new", 1);
            }
        });
        reindex.await(() -> {}, left -> told.append(left).append(' '));
        assertThat(told.toString()).isEqualTo("2 1 0 0 0 ");
    }

    private Reindex reindex(String model) {
        return new Reindex(model, cluster, time -> {});
    }
}
