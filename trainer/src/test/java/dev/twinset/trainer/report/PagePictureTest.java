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

final class PagePictureTest {
    @TempDir
    private Path folder;

    @Test
    void anImageBecomesASmallOneThatKeepsItsProportions() throws IOException {
        PagePicture picture = PagePicture.of(red(300, 600), "a red thing", List.of("red"));

        assertThat(picture.width()).isEqualTo(56);
        assertThat(picture.height()).isEqualTo(112);
        assertThat(picture.dataUri()).startsWith("data:image/jpeg;base64,").hasSizeLessThan(4000);
        byte[] jpeg = Base64.getDecoder().decode(picture.dataUri().substring(23));
        Color pixel = new Color(ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(25, 50));
        assertThat(pixel.getRed()).isGreaterThan(240);
        assertThat(pixel.getBlue()).isLessThan(15);
    }

    @Test
    void aSmallImageIsShownAsLargeAsTheOthers() throws IOException {
        PagePicture picture = PagePicture.of(red(20, 10), "small", List.of());
        assertThat(picture.width()).isEqualTo(112);
        assertThat(picture.height()).isEqualTo(56);
    }

    @Test
    void aBrokenOrMissingFileLeavesAFrameAndTheReason() throws IOException {
        Path broken = Files.writeString(folder.resolve("<b>.jpg"), "<svg onload=alert(1)>");

        PagePicture frame = PagePicture.of(broken, broken.getFileName().toString(), List.of("<b>"));

        assertThat(frame.dataUri()).isEmpty();
        assertThat(frame.lines()).hasSize(2).first().isEqualTo("<b>");
        assertThat(HtmlPage.render("report/picture.jte", frame))
                .contains("no picture</div>", "&lt;b>.jpg\"")
                .doesNotContain("<b>", "<svg");
        assertThat(PagePicture.of(folder.resolve("none.jpg"), "none", List.of()).lines())
                .containsExactly("file is missing");
    }

    private Path red(int width, int height) throws IOException {
        Path file = folder.resolve("red.png");
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
