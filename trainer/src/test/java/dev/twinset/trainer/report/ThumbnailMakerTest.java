package dev.twinset.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThumbnailMakerTest {
    @TempDir
    private Path folder;

    @Test
    void aPictureBecomesASmallOneThatIsShownWithItsOwnSides() throws IOException {
        Path file = folder.resolve("red.png");
        BufferedImage image = new BufferedImage(300, 600, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, 300, 600);
        pen.dispose();
        ImageIO.write(image, "png", file.toFile());

        try (ThumbnailMaker maker = new ThumbnailMaker(100)) {
            PagePicture thumbnail = maker.of(file, "a red thing", List.of("red"));

            assertThat(thumbnail.width()).isEqualTo(50);
            assertThat(thumbnail.height()).isEqualTo(100);
            assertThat(thumbnail.dataUri())
                    .startsWith("data:image/jpeg;base64,")
                    .hasSizeLessThan(4000);
            byte[] jpeg = Base64.getDecoder().decode(thumbnail.dataUri().substring(23));
            Color pixel = new Color(ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(50, 50));
            assertThat(pixel.getRed()).isGreaterThan(240);
            assertThat(pixel.getBlue()).isLessThan(15);
        }
    }

    @Test
    void aBrokenOrMissingFileLeavesAFrameAndTheReason() throws IOException {
        Path broken = Files.writeString(folder.resolve("<b>.jpg"), "<svg onload=alert(1)>");
        try (ThumbnailMaker maker = new ThumbnailMaker(100)) {
            PagePicture frame = maker.of(broken, broken.getFileName().toString(), List.of("<b>"));
            assertThat(frame.dataUri()).isEmpty();
            assertThat(frame.lines()).hasSize(2).first().isEqualTo("<b>");

            PagePicture missing = maker.of(folder.resolve("none.jpg"), "none", List.of());
            assertThat(missing.lines()).containsExactly("file is missing");

            HtmlPage page = new HtmlPage("t", "l");
            page.section("s").gallery(List.of(frame));
            assertThat(page.render()).contains("aria-label=\"&lt;b&gt;.jpg\"").doesNotContain("<b>", "<svg");
        }
    }
}
