package dev.twinset.trainer.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.CatalogItem;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuplicateSearchTest {
    @TempDir
    private Path folder;

    private final List<CatalogItem> items = new ArrayList<>();

    @Test
    void thePictureSavedAgainIsANearDuplicateAndNotACopy() throws IOException {
        add("shirt.png", shirt(Color.BLUE, 200));
        add("shirt.jpg", shirt(Color.BLUE, 200));
        add("larger.jpg", shirt(Color.BLUE, 260));
        add("trousers.png", trousers(Color.BLUE));
        assertThat(nearDuplicates()).containsExactly(List.of("shirt.png", "shirt.jpg", "larger.jpg"));
        assertThat(names(DuplicateSearch.copies(images()))).isEmpty();
    }

    @Test
    void oneGarmentInAnotherColourIsAnotherProduct() throws IOException {
        add("blue.png", shirt(Color.BLUE, 200));
        add("navy.png", shirt(new Color(0, 0, 120), 200));
        add("pink.png", shirt(Color.PINK, 200));
        assertThat(nearDuplicates()).isEmpty();
    }

    @Test
    void copiesAreFoundOnceAndJoinTheNearDuplicatesOfTheirFirst() throws IOException {
        add("a.png", shirt(Color.GREEN, 200));
        Files.copy(folder.resolve("a.png"), folder.resolve("b.png"));
        items.add(new CatalogItem("b.png", folder.resolve("b.png"), Map.of()));
        assertThat(names(DuplicateSearch.copies(images()))).containsExactly(List.of("a.png", "b.png"));
        assertThat(nearDuplicates()).isEmpty();

        add("c.jpg", shirt(Color.GREEN, 200));
        assertThat(nearDuplicates()).containsExactly(List.of("a.png", "b.png", "c.jpg"));
    }

    @Test
    void emptyPagesAreEqualAndUnlikeAnythingElse() throws IOException {
        add("empty.png", picture(200));
        add("empty.jpg", picture(200));
        add("shirt.png", shirt(Color.BLUE, 200));
        assertThat(nearDuplicates()).containsExactly(List.of("empty.png", "empty.jpg"));
    }

    private List<List<String>> nearDuplicates() throws IOException {
        return names(DuplicateSearch.nearDuplicates(images()));
    }

    private List<ScannedImage> images() throws IOException {
        ImageScan scan = ImageScan.run(items, 2, done -> {});
        assertThat(scan.broken()).isEmpty();
        return scan.images();
    }

    private List<List<String>> names(List<List<ScannedImage>> groups) {
        return groups.stream()
                .map(group -> group.stream()
                        .map(image -> items.get(image.item()).id())
                        .toList())
                .toList();
    }

    private void add(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(image, name.substring(name.length() - 3), file.toFile());
        items.add(new CatalogItem(name, file, Map.of()));
    }

    private static BufferedImage shirt(Color colour, int side) {
        BufferedImage image = picture(side);
        Graphics2D pen = image.createGraphics();
        pen.scale(side / 200.0, side / 200.0);
        pen.setColor(colour);
        pen.fillRect(60, 50, 80, 110);
        pen.fillRect(25, 50, 150, 40);
        pen.dispose();
        return image;
    }

    private static BufferedImage trousers(Color colour) {
        BufferedImage image = picture(200);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(60, 20, 30, 160);
        pen.fillRect(110, 20, 30, 160);
        pen.fillRect(60, 20, 80, 40);
        pen.dispose();
        return image;
    }

    private static BufferedImage picture(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.dispose();
        return image;
    }
}
