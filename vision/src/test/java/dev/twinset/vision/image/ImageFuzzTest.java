package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import dev.twinset.vision.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Whatever an image holds: it is decoded, or refused as an image; its reader knows neither another failure nor haste.
 */
final class ImageFuzzTest {
    private static final int SIDE = 16;
    private static final int RED = 37;
    private static final int WIDTH = 24;
    private static final int HEIGHT = 17;

    /** Holds the last image that was decoded: native code that crashes takes the test with it. */
    private static final Path LAST = Path.of("target", "fuzz-last-image");

    private static final String[] TOKENS = {
        "\u0000\u0000\u0000\u0000",
        "IHDR",
        "IDAT",
        "IEND",
        "tRNS",
        "acTL",
        "fcTL",
        "eXIf",
        "PLTE",
        "RIFF",
        "WEBP",
        "VP8 ",
        "VP8L",
        "VP8X",
        "ALPH",
        "ANIM",
        "ANMF",
        "EXIF",
        "II*\u0000\u0008\u0000\u0000\u0000",
        "MM\u0000*\u0000\u0000\u0000\u0008",
        "Exif\u0000\u0000"
    };

    @Test
    void aHeaderIsReadOrRefused() throws IOException, InterruptedException {
        images().run(image -> {
            ImageHeader header = ImageHeader.read(image);
            assertThat(header.width()).isBetween(1L, 0xFFFF_FFFFL);
            assertThat(header.height()).isBetween(1L, 0xFFFF_FFFFL);
            assertThat(header.scans()).isLessThanOrEqualTo(image.length);
            assertThat(header.missingEndAt()).isBetween(ImageHeader.NONE, image.length);
        });
    }

    @Test
    void anImageIsDecodedToTheWholeSquareOrRefused() throws IOException, InterruptedException {
        Files.createDirectories(LAST.toAbsolutePath().getParent());
        byte[] rgb = new byte[SIDE * SIDE * 3 + 2];
        try (ImageDecoder decoder = new ImageDecoder(SIDE, limits())) {
            images().run(image -> {
                Files.write(LAST, image);
                rgb[0] = RED;
                rgb[rgb.length - 1] = RED;
                decoder.decode(image, rgb, 1);
                assertThat(rgb[0]).isEqualTo((byte) RED);
                assertThat(rgb[rgb.length - 1]).isEqualTo((byte) RED);
                byte[] again = new byte[SIDE * SIDE * 3];
                decoder.decode(image, again, 0);
                assertThat(ByteBuffer.wrap(again)).isEqualTo(ByteBuffer.wrap(rgb, 1, again.length));
            });
        }
    }

    /** A tenth of a second for an image of this size, so that a second is a fault. */
    private static ImageLimits limits() {
        ImageLimits all = ImageLimits.DEFAULT;
        return new ImageLimits(1 << 20, 2048, 1 << 20, 1 << 20, all.maxScans());
    }

    private static Fuzz images() throws IOException {
        BufferedImage picture = Pictures.gradient(WIDTH, HEIGHT);
        byte[] jpeg = Pictures.jpeg(picture);
        byte[] exif = Pictures.exif(6, ByteOrder.LITTLE_ENDIAN);
        return Fuzz.of(
                        Pictures.jpegWithExif(Pictures.jpeg(picture), exif),
                        Pictures.progressiveJpeg(picture),
                        Arrays.copyOf(jpeg, jpeg.length - 2),
                        Pictures.pngWith(Pictures.png(picture), "eXIf", exif),
                        Pictures.interlacedPng(picture),
                        Pictures.png(Pictures.palette(WIDTH, HEIGHT)),
                        Pictures.png(Pictures.deep(WIDTH, HEIGHT, new int[] {1, 2, 30_000, 40_000})),
                        Pictures.webp(picture, 60),
                        Pictures.webp(Pictures.filled(WIDTH, HEIGHT, 0x40102030, BufferedImage.TYPE_INT_ARGB), 101),
                        Pictures.extendedWebp(Pictures.webp(picture, 101), WIDTH, HEIGHT, 0x08, exif),
                        Pictures.greyPng(picture, 4, 3),
                        Pictures.apng(picture, 1),
                        Pictures.animatedWebp(Pictures.webp(picture, 80), WIDTH, HEIGHT, 1))
                .tokens(TOKENS)
                .repaired(ImageFuzzTest::withChecksums)
                .refusing(InvalidImageException.class);
    }

    /** The checksums of PNG put right, in half of the cases: else no change of a chunk would get past them. */
    private static byte[] withChecksums(byte[] image) {
        ByteBuffer png = ByteBuffer.wrap(image);
        boolean repair = image.length > 8 && png.getInt(0) == 0x89504E47 && image[image.length - 1] % 2 == 0;
        for (long at = 8; repair && at + 12 <= image.length; ) {
            int length = png.getInt((int) at);
            if (length < 0 || length > image.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(image, (int) at + 4, 4 + length);
            png.putInt((int) at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
        return image;
    }
}
