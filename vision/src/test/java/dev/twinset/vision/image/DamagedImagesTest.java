package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.vision.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, decoding succeeds or throws InvalidImageException; any other exception fails these tests. */
class DamagedImagesTest {
    private static final int SIDE = 8;
    private static final long SEED = 20_261_123;

    private final ImageDecoder decoder = new ImageDecoder(SIDE, ImageLimits.DEFAULT);
    private final byte[] rgb = new byte[SIDE * SIDE * 3];

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void refusesAnImageCutAtAnyByteUnlessItsWholePictureIsThere() throws Exception {
        for (byte[] image : images()) {
            byte[] whole = new byte[rgb.length];
            decoder.decode(image, whole, 0);
            int served = 0;
            for (int length = 0; length < image.length; length++) {
                if (!refuses(Arrays.copyOf(image, length))) {
                    requireNearly(whole, length);
                    served++;
                }
            }
            boolean oneScan = ImageHeader.read(image).scans() == 1;
            assertThat(served).as("cut, and served").isBetween(oneScan ? 1 : 0, oneScan ? 8 : 0);
        }
    }

    /** Of the last block of 8x8 pixels, fine detail may be missing that its reduced form hardly shows. */
    private void requireNearly(byte[] whole, int length) {
        for (int i = 0; i < whole.length; i++) {
            int difference = Math.abs((whole[i] & 0xFF) - (rgb[i] & 0xFF));
            assertThat(difference)
                    .as("byte %d of the first %d bytes", i, length)
                    .isLessThanOrEqualTo(8);
        }
    }

    @Test
    void survivesFlippedBits() throws IOException {
        Random random = new Random(SEED);
        int refused = 0;
        int tried = 0;
        for (byte[] image : images()) {
            for (int i = 0; i < 400; i++) {
                byte[] damaged = image.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                refused += refuses(damaged) ? 1 : 0;
                tried++;
            }
        }
        assertThat(refused).as("refused of %d with seed %d", tried, SEED).isBetween(tried / 4, tried - 1);
    }

    @Test
    void survivesBytesOfChanceBehindTheMagicOnes() throws IOException {
        Random random = new Random(SEED);
        for (byte[] image : images()) {
            for (int i = 0; i < 100; i++) {
                byte[] noise = new byte[12 + random.nextInt(500)];
                random.nextBytes(noise);
                System.arraycopy(image, 0, noise, 0, 12);
                refuses(noise);
            }
        }
    }

    private boolean refuses(byte[] image) {
        try {
            decoder.decode(image, rgb, 0);
            return false;
        } catch (InvalidImageException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return true;
        }
    }

    private static List<byte[]> images() throws IOException {
        BufferedImage picture = Pictures.gradient(24, 17);
        byte[] exif = Pictures.exif(6, ByteOrder.LITTLE_ENDIAN);
        return List.of(
                Pictures.jpegWithExif(Pictures.jpeg(picture), exif),
                Pictures.progressiveJpeg(picture),
                Pictures.pngWith(Pictures.png(picture), "eXIf", exif),
                Pictures.png(Pictures.palette(24, 17)),
                Pictures.webp(picture, 60),
                Pictures.extendedWebp(Pictures.webp(picture, 101), 24, 17, 0x08, exif));
    }
}
