package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.vision.Pictures;
import dev.twinset.vision.memory.NativeMemory;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final int SIDE = 16;
    private static final long MEMORY = 1 << 20;

    private final NativeMemory memory = new NativeMemory(MEMORY);
    private final ImageDecoder decoder = new ImageDecoder(SIDE, ImageLimits.DEFAULT, memory);

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void writesRedGreenBlueFromThePositionGiven() throws Exception {
        byte[] rgb = new byte[5 + SIDE * SIDE * 3 + 7];
        decoder.decode(Pictures.png(Pictures.filled(40, 20, 0x0A141E, BufferedImage.TYPE_INT_RGB)), rgb, 5);
        assertThat(Arrays.copyOf(rgb, 5)).containsOnly(0);
        assertThat(Arrays.copyOfRange(rgb, rgb.length - 7, rgb.length)).containsOnly(0);
        assertFilled(Arrays.copyOfRange(rgb, 5, rgb.length - 7), 10, 20, 30, 0);
    }

    @Test
    void readsEachFormatTheSame() throws Exception {
        BufferedImage picture = Pictures.gradient(64, 64);
        byte[] expected = boxes(picture);
        assertNear(decode(Pictures.png(picture)), expected, 1);
        assertNear(decode(Pictures.interlacedPng(picture)), expected, 1);
        assertNear(decode(Pictures.webp(picture, 101)), expected, 1);
        assertNear(decode(Pictures.jpeg(picture)), expected, 10);
        assertNear(decode(Pictures.progressiveJpeg(picture)), expected, 10);
    }

    @Test
    void readsGreyDeepAndPaletteImages() throws Exception {
        BufferedImage grey = Pictures.filled(20, 20, 0, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deepGrey = Pictures.filled(20, 20, 0, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 400; i++) {
            grey.getRaster().setSample(i % 20, i / 20, 0, 77);
            deepGrey.getRaster().setSample(i % 20, i / 20, 0, 77 * 257);
        }
        assertFilled(decode(Pictures.png(grey)), 77, 77, 77, 0);
        assertFilled(decode(Pictures.png(deepGrey)), 77, 77, 77, 0);
        assertFilled(decode(Pictures.jpeg(grey)), 77, 77, 77, 1);
        BufferedImage indexed = Pictures.filled(20, 20, 0xFF0033CC, BufferedImage.TYPE_BYTE_INDEXED);
        assertFilled(decode(Pictures.png(indexed)), 0, 0x33, 0xCC, 0);
    }

    @Test
    void laysTransparentPixelsOnWhite() throws Exception {
        BufferedImage hiddenRed = Pictures.filled(20, 20, 0x00FF0000, BufferedImage.TYPE_INT_ARGB);
        assertFilled(decode(Pictures.png(hiddenRed)), 255, 255, 255, 0);
        BufferedImage halfRed = Pictures.filled(20, 20, 0x80FF0000, BufferedImage.TYPE_INT_ARGB);
        assertFilled(decode(Pictures.png(halfRed)), 255, 127, 127, 0);
        assertFilled(decode(Pictures.webp(halfRed, 101)), 255, 127, 127, 0);
        BufferedImage opaque = Pictures.filled(20, 20, 0xFF0A141E, BufferedImage.TYPE_INT_ARGB);
        assertFilled(decode(Pictures.png(opaque)), 10, 20, 30, 0);
        int[] deepBlue = {0, 0, 65_535, 32_896};
        assertFilled(decode(Pictures.png(Pictures.deep(20, 20, deepBlue))), 127, 127, 255, 0);
    }

    @Test
    void hidesTheColourOfTransparentPixelsAlsoWhereTheyMeetOthers() throws Exception {
        byte[] rgb = decode(Pictures.png(Pictures.palette(33, 33)));
        for (int i = 0; i < rgb.length; i += 3) {
            // left white, right green, between them a blend of both: green is full everywhere, red never exceeds it
            assertThat(rgb[i + 1] & 0xFF).isEqualTo(255);
            assertThat(rgb[i]).isEqualTo(rgb[i + 2]);
        }
        assertThat(rgb[0] & 0xFF).isEqualTo(255);
        assertThat(rgb[SIDE * 3 - 3]).isZero();
    }

    @Test
    void readsTransparencyByColourKey() throws Exception {
        byte[] key = {0, 10, 0, 20, 0, 30};
        byte[] png = Pictures.png(Pictures.filled(20, 20, 0x0A141E, BufferedImage.TYPE_INT_RGB));
        assertFilled(decode(Pictures.pngWith(png, "tRNS", key)), 255, 255, 255, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void appliesTheOrientationOnce(int orientation) throws Exception {
        BufferedImage upright = Pictures.gradient(96, 64);
        BufferedImage stored = stored(upright, orientation);
        byte[] exif = Pictures.exif(orientation, ByteOrder.BIG_ENDIAN);
        byte[] expected = decode(Pictures.png(upright));
        assertNear(decode(Pictures.pngWith(Pictures.png(stored), "eXIf", exif)), expected, 1);
        assertNear(decode(Pictures.jpegWithExif(Pictures.jpeg(stored), exif)), expected, 10);
        byte[] webp = Pictures.webp(stored, 101);
        assertNear(decode(Pictures.extendedWebp(webp, stored.getWidth(), stored.getHeight(), 0x08, exif)), expected, 1);
    }

    @Test
    void reducesOnlyAJpegAndKeepsBothSidesAtOrAboveTheTarget() throws Exception {
        assertThat(reduction(Pictures.jpeg(Pictures.gradient(15, 200)))).isEqualTo(1);
        assertThat(reduction(Pictures.jpeg(Pictures.gradient(200, 31)))).isEqualTo(1);
        assertThat(reduction(Pictures.jpeg(Pictures.gradient(200, 32)))).isEqualTo(2);
        assertThat(reduction(Pictures.jpeg(Pictures.gradient(64, 200)))).isEqualTo(4);
        assertThat(reduction(Pictures.jpeg(Pictures.gradient(128, 128)))).isEqualTo(8);
        assertThat(reduction(Pictures.jpeg(Pictures.gradient(1000, 1000)))).isEqualTo(8);
        assertThat(reduction(Pictures.png(Pictures.gradient(200, 200)))).isEqualTo(1);
    }

    /** The reduced image is rounded up to whole pixels, so that the two may differ by one part in 96 in scale. */
    @ParameterizedTest
    @ValueSource(ints = {96, 191, 192, 193, 224, 389, 600, 800})
    void aReducedJpegLooksLikeTheWholeOne(int side) throws Exception {
        byte[] jpeg = Pictures.jpeg(Pictures.gradient(side, side + 3));
        byte[] whole = new byte[96 * 96 * 3];
        byte[] reduced = new byte[96 * 96 * 3];
        try (ImageDecoder larger = new ImageDecoder(96, ImageLimits.DEFAULT)) {
            larger.decode(Pictures.png(ImageIO.read(new ByteArrayInputStream(jpeg))), whole, 0);
            larger.decode(jpeg, reduced, 0);
        }
        long difference = 0;
        for (int i = 0; i < whole.length; i++) {
            difference += Math.abs((whole[i] & 0xFF) - (reduced[i] & 0xFF));
        }
        assertThat((double) difference / whole.length).as("mean difference").isLessThan(1.5);
    }

    @Test
    void givesTheSameBitsEachTimeWhateverCameBefore() throws Exception {
        byte[] jpeg = Pictures.jpeg(Pictures.gradient(131, 77));
        byte[] png = Pictures.png(Pictures.palette(50, 40));
        byte[] first = decode(jpeg);
        byte[] firstPng = decode(png);
        for (int i = 0; i < 10; i++) {
            decode(Pictures.png(Pictures.gradient(20 + i, 900)));
            assertThat(decode(png)).isEqualTo(firstPng);
            assertThat(decode(jpeg)).isEqualTo(first);
        }
    }

    @Test
    void neverShowsThePreviousPictureInPlaceOfABrokenOne() throws Exception {
        BufferedImage picture = Pictures.gradient(64, 48);
        int refusals = 0;
        for (byte[] good : List.of(Pictures.webp(picture, 80), Pictures.webp(picture, 101), Pictures.jpeg(picture))) {
            for (int from = good.length / 4; from < good.length; from += 7) {
                byte[] broken = good.clone();
                Arrays.fill(broken, from, Math.min(from + 20, good.length), (byte) 0x5A);
                decode(good);
                byte[] afterGood = decodeOrBlack(decoder, broken);
                try (ImageDecoder fresh = new ImageDecoder(SIDE, ImageLimits.DEFAULT)) {
                    assertThat(afterGood).isEqualTo(decodeOrBlack(fresh, broken));
                }
                refusals += Arrays.equals(afterGood, new byte[SIDE * SIDE * 3]) ? 1 : 0;
            }
        }
        assertThat(refusals).isPositive();
    }

    @Test
    void givesBackItsMemoryAfterSuccessAndFailure() throws Exception {
        byte[] tooLargeForAll = Pictures.png(Pictures.gradient(800, 800));
        decode(tooLargeForAll);
        assertThat(memory.freeBytes()).isEqualTo(MEMORY);
        byte[] broken = Pictures.webp(Pictures.gradient(64, 48), 101);
        Arrays.fill(broken, 30, broken.length, (byte) 0x5A);
        assertThatThrownBy(() -> decode(broken)).isInstanceOf(InvalidImageException.class);
        assertThat(memory.freeBytes()).isEqualTo(MEMORY);
    }

    @Test
    void refusesToWriteOutsideTheArray() throws Exception {
        byte[] png = Pictures.png(Pictures.gradient(8, 8));
        assertThatThrownBy(() -> decoder.decode(png, new byte[SIDE * SIDE * 3], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private byte[] decode(byte[] encoded) throws InvalidImageException {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        decoder.decode(encoded, rgb, 0);
        return rgb;
    }

    private static byte[] decodeOrBlack(ImageDecoder decoder, byte[] encoded) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        try {
            decoder.decode(encoded, rgb, 0);
        } catch (InvalidImageException e) {
            assertThat(e.fault()).isEqualTo(ImageFault.CORRUPT);
        }
        return rgb;
    }

    private int reduction(byte[] encoded) throws InvalidImageException {
        return decoder.reduction(ImageHeader.read(encoded));
    }

    /** The mean of each box, for a picture whose sides are multiples of the target. */
    private static byte[] boxes(BufferedImage picture) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        int box = picture.getWidth() / SIDE;
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE * box;
            int y = i / 3 / SIDE * box;
            int shift = 16 - 8 * (i % 3);
            int sum = 0;
            for (int argb : picture.getRGB(x, y, box, box, null, 0, box)) {
                sum += argb >> shift & 0xFF;
            }
            rgb[i] = (byte) (sum / (box * box));
        }
        return rgb;
    }

    /** What a camera stores that notes this orientation, drawn by java.awt: the inverse of the turn. */
    private static BufferedImage stored(BufferedImage upright, int orientation) {
        int quarters = List.of(0, 0, 2, 2, 1, 3, 3, 1).get(orientation - 1);
        boolean mirrored = List.of(2, 4, 5, 7).contains(orientation);
        boolean swapped = orientation >= 5;
        int width = swapped ? upright.getHeight() : upright.getWidth();
        int height = swapped ? upright.getWidth() : upright.getHeight();
        BufferedImage stored = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = stored.createGraphics();
        graphics.translate(width / 2.0, height / 2.0);
        if (mirrored) {
            graphics.scale(-1, 1);
        }
        graphics.rotate(quarters * Math.PI / 2);
        graphics.translate(-upright.getWidth() / 2.0, -upright.getHeight() / 2.0);
        graphics.drawImage(upright, 0, 0, null);
        graphics.dispose();
        return stored;
    }

    private static void assertFilled(byte[] rgb, int red, int green, int blue, int tolerance) {
        byte[] expected = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            expected[i] = (byte) red;
            expected[i + 1] = (byte) green;
            expected[i + 2] = (byte) blue;
        }
        assertNear(rgb, expected, tolerance);
    }

    private static void assertNear(byte[] actual, byte[] expected, int tolerance) {
        for (int i = 0; i < expected.length; i++) {
            int difference = Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF));
            assertThat(difference).as("difference at byte %d", i).isLessThanOrEqualTo(tolerance);
        }
    }
}
