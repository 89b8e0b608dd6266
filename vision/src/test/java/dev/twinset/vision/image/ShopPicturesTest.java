package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.vision.Pictures;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cameras, phones and image tools write that is unusual and sound, or looks sound and is not. */
class ShopPicturesTest {
    private static final int SIDE = 16;
    private static final BufferedImage PICTURE = Pictures.gradient(160, 112);

    private final ImageDecoder decoder = new ImageDecoder(SIDE, ImageLimits.DEFAULT);

    @AfterEach
    void close() {
        decoder.close();
    }

    /** Columns of one level each, as wide as a pixel of the result: where the key is, white is expected. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void aTransparentLevelOfGreyIsWhite(int bits) throws Exception {
        BufferedImage steps = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            steps.setRGB(i % 64, i / 64, (i % 64 / 4 * 17) << 16);
        }
        int levels = 1 << Math.min(bits, 8);
        int level = 5 * 17 * levels / 256;
        byte[] rgb = decode(Pictures.greyPng(steps, bits, bits == 16 ? level * 257 : level));
        for (int x = 0; x < SIDE; x++) {
            int stored = x * 17 * levels / 256;
            int expected = stored == level ? 255 : stored * 255 / (levels - 1);
            assertThat(rgb[(3 * SIDE + x) * 3] & 0xFF).as("column %d", x).isEqualTo(expected);
        }
    }

    @Test
    void aLevelOfGreyThatDoesNotFitItsBitsIsTakenModulo() throws Exception {
        byte[] key = decode(Pictures.greyPng(PICTURE, 8, 5));
        assertThat(decode(Pictures.greyPng(PICTURE, 8, 256 + 5))).isEqualTo(key);
    }

    @Test
    void anAnimationOfOneFrameIsItsStillImage() throws Exception {
        assertThat(decode(Pictures.apng(PICTURE, 1))).isEqualTo(decode(Pictures.png(PICTURE)));
        for (int quality : List.of(80, 101)) {
            byte[] still = Pictures.webp(PICTURE, quality);
            assertThat(decode(Pictures.animatedWebp(still, 160, 112, 1))).isEqualTo(decode(still));
        }
    }

    @Test
    void aFrameOnALargerCanvasLeavesTheRestWhite() throws Exception {
        byte[] webp = Pictures.animatedWebp(Pictures.webp(Pictures.gradient(80, 64), 101), 80, 64, 1);
        // canvas of 160x64
        webp[24] = (byte) 159;
        byte[] rgb = decode(webp);
        assertThat(rgb[SIDE * 3 - 1] & 0xFF).isEqualTo(255);
        assertThat(rgb[0] & 0xFF).isLessThan(20);
    }

    @Test
    void aJpegWithoutItsEndMarkerIsThePictureIfItsScanIsComplete() throws Exception {
        byte[] jpeg = Pictures.jpeg(PICTURE);
        byte[] expected = decode(jpeg);
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 2);
        assertThat(decode(cut)).isEqualTo(expected);
        assertThat(decode(Arrays.copyOf(jpeg, jpeg.length - 1))).isEqualTo(expected);
        byte[] trailerWithMarkers = new byte[] {'S', 'E', 'F', (byte) 0xFF, (byte) 0xE5, (byte) 0xFF, (byte) 0xF0, 7};
        for (byte[] trailer : List.of(Pictures.ascii("SEFH and more"), trailerWithMarkers, jpeg, new byte[5000])) {
            assertThat(decode(Pictures.insert(cut, cut.length, trailer))).isEqualTo(expected);
        }
    }

    @Test
    void aJpegThatBreaksOffIsRefusedAlsoIfZerosFollow() throws Exception {
        byte[] jpeg = Pictures.jpeg(PICTURE);
        for (int missing : List.of(12, 40, 200, jpeg.length / 4)) {
            byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 2 - missing);
            for (byte[] broken : List.of(cut, Arrays.copyOf(cut, cut.length + 100_000))) {
                assertThatThrownBy(() -> decode(broken))
                        .as("%d bytes missing", missing)
                        .hasMessage(
                                "JPEG of " + broken.length + " bytes has no end marker, and its scan is not complete");
            }
        }
    }

    @Test
    void descriptionsHistoryAndSmallPiecesOfAPngAreNoMatter() throws Exception {
        byte[] png = Pictures.png(PICTURE);
        byte[] expected = decode(png);
        byte[] described = Pictures.pngWith(png, "iTXt", new byte[3 << 20]);
        assertThat(decode(Pictures.pngWith(described, "caBX", new byte[1 << 20])))
                .isEqualTo(expected);
        for (int bytes : List.of(1, 7, 512)) {
            assertThat(decode(Pictures.pngInPieces(png, bytes))).isEqualTo(expected);
        }
        byte[] manyTexts = png;
        for (int i = 0; i < 3000; i++) {
            manyTexts = Pictures.pngWith(manyTexts, "tEXt", Pictures.ascii("Comment\0more"));
        }
        assertThat(decode(manyTexts)).isEqualTo(expected);
    }

    @Test
    void whatIsTransparentStaysSoInSmallPieces() throws Exception {
        byte[] png = Pictures.png(Pictures.palette(64, 64));
        assertThat(decode(Pictures.pngWith(Pictures.pngInPieces(png, 5), "tEXt", new byte[9])))
                .isEqualTo(decode(png));
    }

    private byte[] decode(byte[] encoded) throws InvalidImageException {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        decoder.decode(encoded, rgb, 0);
        return rgb;
    }
}
