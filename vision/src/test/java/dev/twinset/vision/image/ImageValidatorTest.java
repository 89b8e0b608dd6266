package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twinset.vision.Pictures;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageValidatorTest {
    private static final BufferedImage PICTURE = Pictures.gradient(32, 24);

    @Test
    void letsASoundImageOfEachFormatPass() throws Exception {
        for (byte[] image : Arrays.asList(
                Pictures.jpeg(PICTURE),
                Pictures.progressiveJpeg(PICTURE),
                Pictures.png(PICTURE),
                Pictures.interlacedPng(PICTURE),
                Pictures.webp(PICTURE, 80))) {
            assertThat(ImageValidator.check(image, ImageLimits.DEFAULT).width()).isEqualTo(32);
        }
    }

    @Test
    void refusesByBytesFirst() throws Exception {
        byte[] png = Pictures.png(PICTURE);
        ImageLimits limits = new ImageLimits(png.length - 1, 1, 1, 1, 1);
        assertThat(refusal(png, limits).fault()).isEqualTo(ImageFault.TOO_MANY_BYTES);
        assertThat(refusal(png, limits)).hasMessageContaining(png.length + " bytes, at most " + (png.length - 1));
        assertThat(refusal(new byte[0], limits).fault()).isEqualTo(ImageFault.EMPTY);
    }

    @Test
    void refusesABombWhoseDataIsMissingByItsSize() throws Exception {
        byte[] png = Arrays.copyOf(Pictures.pngClaiming(Pictures.png(PICTURE), 30_000, 30_000), 40);
        assertThat(fault(png)).isEqualTo(ImageFault.TOO_LARGE_DIMENSION);
    }

    @Test
    void boundsTheSidesThePixelsAndThePixelsOfAProgressiveJpeg() throws Exception {
        byte[] png = Pictures.png(PICTURE);
        assertThat(fault(Pictures.pngClaiming(png, 16_384, 1))).isEqualTo(ImageFault.TOO_LARGE_DIMENSION);
        assertThat(fault(Pictures.pngClaiming(png, 1, -1))).isEqualTo(ImageFault.TOO_LARGE_DIMENSION);
        assertThat(fault(Pictures.pngClaiming(png, 10_000, 5_001))).isEqualTo(ImageFault.TOO_MANY_PIXELS);
        assertThat(fault(Pictures.pngClaiming(png, 0, 24))).isEqualTo(ImageFault.CORRUPT);
        byte[] progressive = Pictures.progressiveJpeg(PICTURE);
        assertThat(fault(Pictures.jpegClaiming(progressive, 5_001, 5_000))).isEqualTo(ImageFault.TOO_MANY_PIXELS);
        byte[] baseline = Pictures.jpeg(Pictures.gradient(200, 200));
        ImageLimits limits = new ImageLimits(1 << 20, 200, 40_000, 39_999, 64);
        assertThat(ImageValidator.check(baseline, limits).width()).isEqualTo(200);
        assertThat(ImageValidator.check(Pictures.pngClaiming(png, 10_000, 5_000), ImageLimits.DEFAULT)
                        .height())
                .isEqualTo(5_000);
    }

    @Test
    void boundsScans() throws Exception {
        byte[] jpeg = Pictures.progressiveJpeg(PICTURE);
        int scans = ImageHeader.read(jpeg).scans();
        assertThat(refusal(jpeg, limits(scans - 1)).fault()).isEqualTo(ImageFault.TOO_MANY_SCANS);
        assertThat(ImageValidator.check(jpeg, limits(scans)).scans()).isEqualTo(scans);
    }

    @Test
    void refusesAJpegWithFewerBytesThanItsSizeCanTake() throws Exception {
        byte[] jpeg = Pictures.jpegClaiming(Pictures.jpeg(PICTURE), 6_000, 6_000);
        assertThat(refusal(jpeg, ImageLimits.DEFAULT)).hasMessageContaining("at least 140625 expected");
        byte[] progressive = Pictures.jpegClaiming(Pictures.progressiveJpeg(PICTURE), 4_000, 4_000);
        assertThat(refusal(progressive, ImageLimits.DEFAULT)).hasMessageContaining("at least 31250 expected");
    }

    @Test
    void refusesAnimation() throws Exception {
        assertThat(fault(Pictures.apng(PICTURE, 2))).isEqualTo(ImageFault.ANIMATED_UNSUPPORTED);
        byte[] webp = Pictures.animatedWebp(Pictures.webp(PICTURE, 80), 32, 24, 2);
        assertThat(fault(webp)).isEqualTo(ImageFault.ANIMATED_UNSUPPORTED);
    }

    @Test
    void refusesAnImageWithoutItsEnd() throws Exception {
        for (byte[] image :
                Arrays.asList(Pictures.progressiveJpeg(PICTURE), Pictures.png(PICTURE), Pictures.webp(PICTURE, 80))) {
            assertThat(fault(Arrays.copyOf(image, image.length - 1))).isEqualTo(ImageFault.CORRUPT);
        }
    }

    @Test
    void limitsAreAtLeastOne() {
        assertThatThrownBy(() -> limits(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxScans is 0, at least 1 expected");
    }

    private static ImageLimits limits(int scans) {
        return new ImageLimits(1 << 20, 100, 10_000, 10_000, scans);
    }

    private static ImageFault fault(byte[] image) {
        return refusal(image, ImageLimits.DEFAULT).fault();
    }

    private static InvalidImageException refusal(byte[] image, ImageLimits limits) {
        return catchThrowableOfType(InvalidImageException.class, () -> ImageValidator.check(image, limits));
    }
}
