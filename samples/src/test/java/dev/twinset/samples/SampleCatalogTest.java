package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleCatalogTest {
    @TempDir
    Path directory;

    @Test
    void theSameSeedDrawsTheSameBytes() throws IOException {
        SampleCatalog.draw(60, 7, directory.resolve("one"));
        SampleCatalog.draw(60, 7, directory.resolve("two"));
        assertThat(contents("one")).isEqualTo(contents("two"));
    }

    @Test
    void aSmallCatalogueIsTheBeginningOfALargeOne() throws IOException {
        SampleCatalog.draw(20, 7, directory.resolve("small"));
        SampleCatalog.draw(50, 7, directory.resolve("large"));
        List<CatalogItem> small = Catalog.read(directory.resolve("small")).items();
        List<CatalogItem> large =
                Catalog.read(directory.resolve("large")).items().subList(0, 20);
        for (int i = 0; i < 20; i++) {
            assertThat(large.get(i).attributes()).isEqualTo(small.get(i).attributes());
            assertThat(large.get(i).image()).hasSameBinaryContentAs(small.get(i).image());
        }
    }

    @Test
    void aCatalogueDrawnInPartsIsTheSame() throws IOException {
        SampleCatalog.draw(30, 7, directory.resolve("whole"));
        Path parts = directory.resolve("parts");
        SampleCatalog.writeTable(30, 7, parts);
        assertThat(Catalog.read(parts).items()).hasSize(30);
        SampleCatalog.drawPictures(0, 11, 7, parts);
        SampleCatalog.drawPictures(11, 30, 7, parts);
        assertThat(contents("parts")).isEqualTo(contents("whole"));
    }

    @Test
    void anotherSeedDrawsAnotherCatalogue() throws IOException {
        SampleCatalog.draw(10, 1, directory.resolve("one"));
        SampleCatalog.draw(10, 2, directory.resolve("two"));
        assertThat(contents("one")).isNotEqualTo(contents("two"));
    }

    @Test
    void noTwoProductsLookTheSame() throws IOException {
        SampleCatalog.draw(300, 3, directory);
        Set<String> distinct = new HashSet<>();
        for (CatalogItem item : Catalog.read(directory).items()) {
            distinct.add(Arrays.toString(Files.readAllBytes(item.image())));
        }
        assertThat(distinct).hasSize(300);
    }

    @Test
    void everyKindOfProductIsDrawnOnWhiteAndFillsThePicture() {
        List<SampleProduct> products = IntStream.range(0, 1200)
                .mapToObj(index -> SampleProduct.of(5, index))
                .toList();
        assertThat(products.stream().map(product -> product.type().label()).collect(Collectors.toSet()))
                .hasSameSizeAs(ArticleType.ALL);
        Set<String> drawn = new HashSet<>();
        for (SampleProduct product : products) {
            if (drawn.add(product.type().label())) {
                BufferedImage picture = product.picture();
                assertThat(picture.getWidth()).isEqualTo(224);
                assertThat(picture.getHeight()).isEqualTo(224);
                assertThat(inked(picture)).as(product.type().label()).isBetween(0.01, 0.75);
                assertThat(picture.getRGB(1, 1)).isEqualTo(0xffffffff);
            }
        }
    }

    @Test
    void itIsACatalogueOfTheFashionLayout() throws IOException {
        Set<Integer> counts = new ConcurrentSkipListSet<>();
        SampleCatalog.draw(12, 1, directory, counts::add);
        assertThat(counts)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());

        Catalog catalog = Catalog.read(directory);
        assertThat(catalog.columns())
                .containsExactly(
                        "gender",
                        "masterCategory",
                        "subCategory",
                        "articleType",
                        "baseColour",
                        "season",
                        "year",
                        "usage");
        assertThat(catalog.items()).hasSize(12).allSatisfy(item -> {
            assertThat(ImageIO.read(item.image().toFile()).getWidth()).isEqualTo(224);
            assertThat(item.attributes()).hasSize(8);
        });
    }

    @Test
    void theLabelsOfASeedStayTheSameFromVersionToVersion() throws IOException {
        SampleCatalog.draw(4, 5, directory);
        assertThat(Files.readAllLines(directory.resolve("styles.csv")))
                .containsExactly(
                        "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage",
                        "10000,Women,Accessories,Belts,Belts,Maroon,Summer,2013,Casual",
                        "10001,Girls,Apparel,Topwear,Tops,Beige,Summer,2012,Casual",
                        "10002,Men,Accessories,Belts,Belts,Tan,Spring,2014,Casual",
                        "10003,Men,Footwear,Shoes,Sports Shoes,Maroon,Summer,2012,Casual");
    }

    @Test
    void refusesWhatCannotBeDrawn() throws IOException {
        assertThatThrownBy(() -> SampleCatalog.draw(0, 1, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 items to draw");
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> SampleCatalog.draw(1, 1, file)).isInstanceOf(IOException.class);
    }

    private List<String> contents(String folder) throws IOException {
        List<String> contents = new ArrayList<>();
        Path root = directory.resolve(folder);
        contents.add(Files.readString(root.resolve("styles.csv")));
        for (CatalogItem item : Catalog.read(root).items()) {
            contents.add(Arrays.toString(Files.readAllBytes(item.image())));
        }
        return contents;
    }

    private static double inked(BufferedImage picture) {
        int[] pixels = picture.getRGB(0, 0, 224, 224, null, 0, 224);
        return Arrays.stream(pixels).filter(pixel -> pixel != 0xffffffff).count() / (double) pixels.length;
    }
}
