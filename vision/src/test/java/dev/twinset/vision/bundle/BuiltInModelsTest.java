package dev.twinset.vision.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The models that are part of the project. */
final class BuiltInModelsTest {
    private static final int MOST_BYTES = 10_000_000;

    @Test
    void theAccurateOneIsTheDefault() throws IOException {
        ModelBundle model = ModelBundle.open("accurate");
        assertThat(model.modelId()).isEqualTo(ModelBundle.standard().modelId());
        assertThat(model.architecture()).isEqualTo(CnnArchitecture.L);
        saysHowGoodItIs(model, 0.85, 0.65);
    }

    @Test
    void theFastOneIsAFifthOfTheWork() throws IOException {
        ModelBundle model = ModelBundle.open("fast");
        assertThat(model.architecture()).isEqualTo(CnnArchitecture.S);
        assertThat(model.architecture().operations())
                .isLessThan(ModelBundle.standard().architecture().operations() / 5);
        saysHowGoodItIs(model, 0.8, 0.6);
    }

    @Test
    void eachIsSmall() throws IOException {
        for (String name : ModelBundle.BUILT_IN) {
            try (InputStream file = ModelBundle.class.getResourceAsStream(name + ".twinset")) {
                assertThat(file).isNotNull();
                assertThat(file.readAllBytes()).hasSizeLessThan(MOST_BYTES);
            }
        }
    }

    private static void saysHowGoodItIs(ModelBundle model, double precision, double ndcg) {
        Map<String, Double> metrics = model.manifest().model().metrics();
        assertThat(metrics.get("test.precisionAt5.articleType")).isGreaterThan(precision);
        assertThat(metrics.get("test.ndcgAt5")).isGreaterThan(ndcg);
        assertThat(model.calibration().points()).isNotEmpty();
    }
}
