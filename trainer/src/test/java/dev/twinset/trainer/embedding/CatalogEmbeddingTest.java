package dev.twinset.trainer.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.catalog.Catalog;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.trainer.training.TinyNet;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogEmbeddingTest {
    private final FeatureExtractor extractor = CnnFeatureExtractor.open(TinyNet.random(0.5f), 1);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        extractor.close();
    }

    @Test
    void theMatrixIsANumPyFileOfUnitRowsWithTheirIdsBesideIt() throws IOException {
        Catalog catalog = DrawnShapes.draw(20, folder.resolve("shapes"));
        Files.writeString(folder.resolve("shapes/images/4.jpg"), "no image");
        Files.delete(folder.resolve("shapes/images/9.jpg"));
        Path npy = folder.resolve("features.npy");
        List<Integer> progress = new ArrayList<>();
        CatalogEmbedding embedding = new CatalogEmbedding(extractor, progress::add);

        assertThat(embedding.write(catalog.items(), npy)).isEqualTo(18);

        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.limit()).isEqualTo(128 + 18 * 32 * 4);
        assertThat(file.get(0)).isEqualTo((byte) 0x93);
        assertThat(new String(file.array(), 1, 5, StandardCharsets.ISO_8859_1)).isEqualTo("NUMPY");
        assertThat(file.get(6)).isEqualTo((byte) 1);
        assertThat(file.get(7)).isZero();
        assertThat(file.getShort(8)).isEqualTo((short) 118);
        assertThat(new String(file.array(), 10, 118, StandardCharsets.ISO_8859_1))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (18, 32), }  ")
                .endsWith(" \n");
        file.position(128);
        for (int row = 0; row < 18; row++) {
            double sum = 0;
            for (int column = 0; column < 32; column++) {
                sum += Math.pow(file.getFloat(), 2);
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
        assertThat(Files.readAllLines(folder.resolve("features.ids.txt")))
                .startsWith("0", "1", "2", "3", "5")
                .doesNotContain("4", "9")
                .hasSize(18);
        assertThat(embedding.unreadable()).extracting(UnreadableImage::id).containsExactlyInAnyOrder("4", "9");
        assertThat(progress).containsExactly(20);
    }

    @Test
    void withoutAnyImageNothingIsWritten() throws IOException {
        Catalog catalog = DrawnShapes.draw(2, folder.resolve("shapes"));
        Files.delete(folder.resolve("shapes/images/0.jpg"));
        Files.delete(folder.resolve("shapes/images/1.jpg"));

        assertThatIOException()
                .isThrownBy(() -> new CatalogEmbedding(extractor, done -> {})
                        .write(catalog.items(), folder.resolve("features.npy")))
                .withMessage("no readable image among 2 items; the first, 0: file is missing");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("shapes"));
        }
    }
}
