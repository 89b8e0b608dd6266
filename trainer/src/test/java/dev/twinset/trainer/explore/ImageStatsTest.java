package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.trainer.explore.ImageStats.Range;
import dev.twinset.vision.image.ImageHeader;
import dev.twinset.vision.image.ImageHeader.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImageStatsTest {
    private final List<ScannedImage> images = new ArrayList<>();

    @Test
    void sizesShapesAndTraitsAreCounted() {
        add(Format.JPEG, 60, 80, 1, false, 1000);
        add(Format.JPEG, 60, 80, 6, false, 3000);
        add(Format.PNG, 90, 70, 1, true, 500);

        ImageStats stats = ImageStats.of(images);

        assertThat(stats.formatsAndTraits().toString())
                .isEqualTo("{JPEG=2, PNG=1, turned by EXIF=1, with transparency=1}");
        assertThat(stats.sizes().toString()).isEqualTo("{60 x 80=2, 90 x 70=1}");
        assertThat(stats.width()).isEqualTo(new Range(60, 60, 90));
        assertThat(stats.height()).isEqualTo(new Range(70, 80, 80));
        assertThat(stats.bytes()).isEqualTo(new Range(500, 1000, 3000));
        assertThat(stats.totalBytes()).isEqualTo(4500);
        assertThat(stats.tall()).isEqualTo(2);
        assertThat(stats.wide()).isEqualTo(1);
        assertThat(stats.hasSeveralShapes()).isTrue();
        assertThat(stats.shareOfMostFrequentSize()).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void picturesOfOneShapeMayHaveManySizes() {
        for (int side = 1; side <= 21; side++) {
            add(Format.WEBP, side, side, 1, false, 10);
        }

        ImageStats stats = ImageStats.of(images);

        assertThat(stats.hasSeveralShapes()).isFalse();
        assertThat(stats.differentSizes()).isEqualTo(21);
        assertThat(stats.sizes()).hasSize(20);
    }

    @Test
    void withoutAPictureEverythingIsZero() {
        ImageStats stats = ImageStats.of(List.of());

        assertThat(stats.width()).isEqualTo(new Range(0, 0, 0));
        assertThat(stats.shareOfMostFrequentSize()).isZero();
        assertThat(stats.hasSeveralShapes()).isFalse();
    }

    private void add(Format format, int width, int height, int orientation, boolean alpha, long bytes) {
        ImageHeader header = new ImageHeader(
                format, width, height, orientation, alpha, 8, false, 0, false, -1, -1, Optional.empty());
        images.add(new ScannedImage(
                images.size(), header, bytes, "digest-" + images.size(), new ImageSignature(0, new byte[0])));
    }
}
