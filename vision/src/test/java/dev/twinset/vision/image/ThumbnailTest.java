package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.vision.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThumbnailTest {
    @ParameterizedTest
    @CsvSource({"600,800,144,192", "800,600,192,144", "1600,90,192,11", "60,80,60,80", "3000,1,192,1"})
    void keepsTheProportionAndEnlargesNothing(int width, int height, int thumbWidth, int thumbHeight) throws Exception {
        BufferedImage original = Pictures.gradient(width, height);
        for (byte[] encoded :
                new byte[][] {Pictures.jpeg(original), Pictures.png(original), Pictures.webp(original, 95)}) {
            BufferedImage thumbnail = thumbnail(encoded);
            assertThat(thumbnail.getWidth()).isEqualTo(thumbWidth);
            assertThat(thumbnail.getHeight()).isEqualTo(thumbHeight);
        }
    }

    @Test
    void showsTheSameColoursInTheSamePlaces() throws Exception {
        BufferedImage thumbnail = thumbnail(Pictures.jpeg(Pictures.gradient(600, 800)));
        assertNear(thumbnail, 20, 20, new Color(20 * 255 / 144, 20 * 255 / 192, 20));
        assertNear(thumbnail, 130, 96, new Color(130 * 255 / 144, 96 * 255 / 192, 200));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
    void isUprightWhateverTheCameraNoted(int orientation) throws Exception {
        byte[] exif = Pictures.exif(orientation, ByteOrder.LITTLE_ENDIAN);
        byte[] camera = Pictures.jpegWithExif(Pictures.jpeg(Pictures.gradient(400, 200)), exif);
        BufferedImage thumbnail = thumbnail(camera);
        boolean swapped = orientation >= 5;
        assertThat(thumbnail.getWidth()).isEqualTo(swapped ? 96 : 192);
        assertThat(thumbnail.getHeight()).isEqualTo(swapped ? 192 : 96);
        // where the camera's upper left corner, the dark one, is when the picture is upright
        boolean right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int x = right ? thumbnail.getWidth() - 6 : 5;
        int y = bottom ? thumbnail.getHeight() - 6 : 5;
        assertNear(thumbnail, x, y, new Color(10, 10, 20));
    }

    @Test
    void laysWhatIsTransparentOnWhite() throws Exception {
        BufferedImage clear = Pictures.filled(300, 300, 0x00FF0000, BufferedImage.TYPE_INT_ARGB);
        assertNear(thumbnail(Pictures.png(clear)), 90, 90, Color.WHITE);
    }

    @Test
    void carriesNothingButPixels() throws Exception {
        byte[] secret = "51.5007 N 0.1246 W <script>".getBytes(StandardCharsets.US_ASCII);
        byte[] camera = Pictures.jpegWithExif(Pictures.jpeg(Pictures.gradient(40, 30)), secret);
        assertThat(new String(camera, StandardCharsets.ISO_8859_1)).contains("<script>");
        byte[] thumbnail = Thumbnail.jpeg(camera, 192, ImageLimits.DEFAULT);
        assertThat(new String(thumbnail, StandardCharsets.ISO_8859_1))
                .doesNotContain("<script>")
                .doesNotContain("Exif");
        assertThat(thumbnail).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void refusesWhatTheValidatorRefuses() throws Exception {
        byte[] bomb = Pictures.pngClaiming(Pictures.png(Pictures.gradient(4, 4)), 60_000, 60_000);
        assertThatThrownBy(() -> Thumbnail.jpeg(bomb, 192, ImageLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        InvalidImageException.class,
                        e -> assertThat(e.fault()).isEqualTo(ImageFault.TOO_LARGE_DIMENSION));
        byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Thumbnail.jpeg(svg, 192, ImageLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        InvalidImageException.class,
                        e -> assertThat(e.fault()).isEqualTo(ImageFault.UNSUPPORTED_FORMAT));
    }

    @Test
    void aWrongSideIsTheCallersMistake() {
        assertThatThrownBy(() -> Thumbnail.jpeg(new byte[1], 0, ImageLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("side is 0, expected 1 to 4096");
    }

    private static BufferedImage thumbnail(byte[] encoded) throws InvalidImageException, IOException {
        return ImageIO.read(new ByteArrayInputStream(Thumbnail.jpeg(encoded, 192, ImageLimits.DEFAULT)));
    }

    private static void assertNear(BufferedImage image, int x, int y, Color expected) {
        Color actual = new Color(image.getRGB(x, y));
        assertThat(actual.getRed()).as("red of %s", actual).isCloseTo(expected.getRed(), within(24));
        assertThat(actual.getGreen()).as("green of %s", actual).isCloseTo(expected.getGreen(), within(24));
        assertThat(actual.getBlue()).as("blue of %s", actual).isCloseTo(expected.getBlue(), within(40));
    }
}
