package dev.twinset.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class StandardModelTest {
    private static final int MOST_BYTES = 10_000_000;

    @Test
    void itIsSmallAndOfTheBetterShapeAndSaysHowGoodItIs() throws IOException {
        ModelBundle model = ModelBundle.standard();

        assertThat(model.architecture()).isEqualTo(CnnArchitecture.L);
        assertThat(model.manifest().model().metrics())
                .hasEntrySatisfying(
                        "test.precisionAt5.articleType", v -> assertThat(v).isGreaterThan(0.8))
                .hasEntrySatisfying("test.ndcgAt5", v -> assertThat(v).isGreaterThan(0.6));
        try (InputStream file = ModelBundle.class.getResourceAsStream("standard.twinset")) {
            assertThat(file).isNotNull();
            assertThat(file.readAllBytes()).hasSizeLessThan(MOST_BYTES);
        }
    }
}
