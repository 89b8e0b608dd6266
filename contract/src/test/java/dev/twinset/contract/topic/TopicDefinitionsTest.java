package dev.twinset.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicDefinitionsTest {
    private final TopicDefinition images =
            TopicDefinitions.events(Topics.DEFAULT).get(0);
    private final TopicDefinition answers =
            TopicDefinitions.events(Topics.DEFAULT).get(4);

    @Test
    void aTopicAsItIsMadeIsAsItShouldBe() {
        List<TopicDefinition> all = new ArrayList<>(TopicDefinitions.events(Topics.DEFAULT));
        all.add(TopicDefinitions.changelog("catalog.features.6d58039b35ca"));
        all.add(TopicDefinitions.redriven(Topics.DEFAULT.redriven()));
        for (TopicDefinition definition : all) {
            for (int replication : new int[] {1, 2, 3, 5}) {
                assertThat(definition.deviations(definition.initial(replication), replication))
                        .isEmpty();
            }
        }
    }

    @Test
    void anotherCleanupPolicyBreaksAPromise() {
        List<TopicDrift> deviations = images.deviations(with("cleanup.policy", "delete"), 1);
        assertThat(deviations).hasSize(1);
        assertThat(deviations.get(0).sentence()).isEqualTo("cleanup.policy is delete, expected compact");
        assertThat(deviations.get(0).setting().breaks()).isTrue();
    }

    @Test
    void theOrderOfAListDoesNotMatter() {
        assertThat(answers.deviations(Map.of("cleanup.policy", "delete, compact"), 1))
                .isEmpty();
        assertThat(answers.deviations(Map.of("cleanup.policy", "compact"), 1)).hasSize(1);
    }

    @Test
    void largerRecordsAndLongerRetentionAreFineAndWithoutLimitIsTheLongest() {
        assertThat(images.deviations(with("max.message.bytes", "99999999"), 1)).isEmpty();
        assertThat(images.deviations(with("max.message.bytes", "1048588"), 1)).hasSize(1);
        assertThat(answers.deviations(Map.of("retention.ms", "-1"), 1)).isEmpty();
        assertThat(answers.deviations(Map.of("retention.ms", "1000"), 1))
                .extracting(deviation -> deviation.setting().breaks())
                .containsExactly(false);
        TopicDefinition queries = TopicDefinitions.events(Topics.DEFAULT).get(1);
        assertThat(queries.deviations(Map.of("retention.ms", "-1"), 1)).hasSize(1);
    }

    @Test
    void nonsenseIsNotFine() {
        assertThat(images.deviations(with("max.message.bytes", "many"), 1)).hasSize(1);
    }

    @Test
    void fixingThatDeletesRecordsIsKnown() {
        assertThat(answers.deviations(Map.of("cleanup.policy", "compact"), 1))
                .extracting(TopicDrift::fixingDeletes)
                .containsExactly(true);
        assertThat(answers.deviations(Map.of("cleanup.policy", "delete", "retention.ms", "1"), 1))
                .extracting(TopicDrift::fixingDeletes)
                .containsExactly(false, false);
        TopicDefinition queries = TopicDefinitions.events(Topics.DEFAULT).get(1);
        assertThat(queries.deviations(Map.of("retention.ms", "-1"), 1))
                .extracting(TopicDrift::fixingDeletes)
                .containsExactly(true);
    }

    @Test
    void copiesInSyncMustBeFewerThanCopies() {
        assertThat(images.deviations(with("min.insync.replicas", "2"), 1)).hasSize(1);
        assertThat(images.deviations(with("min.insync.replicas", "2"), 3)).isEmpty();
        assertThat(images.deviations(with("min.insync.replicas", "1"), 3)).hasSize(1);
        assertThat(images.deviations(with("min.insync.replicas", "3"), 3)).hasSize(1);
        assertThat(images.initial(1)).doesNotContainKey("min.insync.replicas");
        assertThat(images.initial(3)).containsEntry("min.insync.replicas", "2");
    }

    private Map<String, String> with(String key, String value) {
        Map<String, String> settings = new HashMap<>(images.initial(3));
        settings.remove("min.insync.replicas");
        settings.put(key, value);
        return settings;
    }
}
