package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twinset.vision.Pictures;
import dev.twinset.vision.image.ImageHeader.Format;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
    private static final BufferedImage PICTURE = Pictures.gradient(48, 31);

    @Test
    void readsSizeAndScansOfABaselineJpeg() throws Exception {
        ImageHeader header = ImageHeader.read(Pictures.jpeg(PICTURE));
        assertThat(header.format()).isEqualTo(Format.JPEG);
        assertThat(header.width()).isEqualTo(48);
        assertThat(header.height()).isEqualTo(31);
        assertThat(header.progressive()).isFalse();
        assertThat(header.scans()).isEqualTo(1);
        assertThat(header.defect()).isEmpty();
    }

    @Test
    void countsTheScansOfAProgressiveJpeg() throws Exception {
        ImageHeader header = ImageHeader.read(Pictures.progressiveJpeg(PICTURE));
        assertThat(header.progressive()).isTrue();
        assertThat(header.scans()).isBetween(2, 20);
        assertThat(header.defect()).isEmpty();
    }

    @Test
    void toleratesBytesBehindTheEnd() throws Exception {
        for (byte[] image : Arrays.asList(Pictures.jpeg(PICTURE), Pictures.png(PICTURE), Pictures.webp(PICTURE, 80))) {
            byte[] longer = Pictures.insert(image, image.length, Pictures.ascii("<script>more</script>"));
            assertThat(ImageHeader.read(longer).defect()).isEmpty();
        }
    }

    @Test
    void readsSizeAndAlphaOfAPng() throws Exception {
        ImageHeader opaque = ImageHeader.read(Pictures.png(PICTURE));
        assertThat(opaque.format()).isEqualTo(Format.PNG);
        assertThat(opaque.width()).isEqualTo(48);
        assertThat(opaque.height()).isEqualTo(31);
        assertThat(opaque.alpha()).isFalse();
        ImageHeader deep = ImageHeader.read(Pictures.png(Pictures.deep(3, 2, new int[] {1, 2, 3, 4})));
        assertThat(deep.alpha()).isTrue();
        assertThat(deep.bitsPerSample()).isEqualTo(16);
        assertThat(ImageHeader.read(Pictures.png(Pictures.palette(8, 8))).alpha())
                .isTrue();
    }

    @Test
    void readsSizeAndAlphaOfLossyLosslessAndExtendedWebp() throws Exception {
        byte[] lossless = Pictures.webp(PICTURE, 101);
        for (byte[] webp : Arrays.asList(
                Pictures.webp(PICTURE, 80),
                lossless,
                Pictures.extendedWebp(lossless, 48, 31, 0x08, Pictures.exif(1, ByteOrder.BIG_ENDIAN)))) {
            ImageHeader header = ImageHeader.read(webp);
            assertThat(header.format()).isEqualTo(Format.WEBP);
            assertThat(header.width()).isEqualTo(48);
            assertThat(header.height()).isEqualTo(31);
            assertThat(header.defect()).isEmpty();
        }
        BufferedImage glass = Pictures.filled(9, 9, 0x80FF0000, BufferedImage.TYPE_INT_ARGB);
        assertThat(ImageHeader.read(Pictures.webp(glass, 101)).alpha()).isTrue();
        assertThat(ImageHeader.read(Pictures.webp(glass, 80)).alpha()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsTheOrientationInEachFormatAndByteOrder(int orientation) throws Exception {
        byte[] big = Pictures.exif(orientation, ByteOrder.BIG_ENDIAN);
        byte[] little = Pictures.exif(orientation, ByteOrder.LITTLE_ENDIAN);
        byte[] webp = Pictures.webp(PICTURE, 101);
        for (byte[] image : Arrays.asList(
                Pictures.jpegWithExif(Pictures.jpeg(PICTURE), big),
                Pictures.jpegWithExif(Pictures.jpeg(PICTURE), little),
                Pictures.pngWith(Pictures.png(PICTURE), "eXIf", big),
                Pictures.extendedWebp(webp, 48, 31, 0x08, little))) {
            assertThat(ImageHeader.read(image).orientation()).isEqualTo(orientation);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 8, 9})
    void readsTheOrientationAsAnyInteger(int type) throws Exception {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] exif = Pictures.exif(6, order, type);
            ImageHeader header = ImageHeader.read(Pictures.jpegWithExif(Pictures.jpeg(PICTURE), exif));
            assertThat(header.orientation()).as("%s", order).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 7, 10, 0})
    void takesAnOrientationThatIsNoIntegerAsUpright(int type) throws Exception {
        byte[] exif = Pictures.exif(6, ByteOrder.LITTLE_ENDIAN, type);
        ImageHeader header = ImageHeader.read(Pictures.jpegWithExif(Pictures.jpeg(PICTURE), exif));
        assertThat(header.orientation()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255, 0xFFFF})
    void takesAnOrientationThatMakesNoSenseAsUpright(int orientation) throws Exception {
        byte[] exif = Pictures.exif(orientation, ByteOrder.LITTLE_ENDIAN);
        ImageHeader header = ImageHeader.read(Pictures.jpegWithExif(Pictures.jpeg(PICTURE), exif));
        assertThat(header.orientation()).isEqualTo(1);
        assertThat(header.defect()).isEmpty();
    }

    @Test
    void ignoresAnOrientationWhosePngChecksumIsWrong() throws Exception {
        byte[] png = Pictures.pngWith(Pictures.png(PICTURE), "eXIf", Pictures.exif(6, ByteOrder.BIG_ENDIAN));
        png[33 + 8 + 26] ^= 1;
        assertThat(ImageHeader.read(png).orientation()).isEqualTo(1);
        assertThat(ImageHeader.read(png).defect()).isEmpty();
    }

    @Test
    void findsAWrongChecksumOfAPngChunkThatMatters() throws Exception {
        byte[] png = Pictures.png(PICTURE);
        png[60] ^= 1;
        assertThat(ImageHeader.read(png).defect())
                .hasValueSatisfying(defect -> assertThat(defect).contains("checksum"));
    }

    @Test
    void seesAnimation() throws Exception {
        byte[] webp = Pictures.webp(PICTURE, 80);
        for (int frames = 1; frames <= 3; frames++) {
            boolean animated = frames > 1;
            assertThat(ImageHeader.read(Pictures.apng(PICTURE, frames)).animated())
                    .isEqualTo(animated);
            assertThat(ImageHeader.read(Pictures.animatedWebp(webp, 48, 31, frames))
                            .animated())
                    .isEqualTo(animated);
        }
    }

    @Test
    void findsACanvasThatIsNotAsLargeAsItsPicture() throws Exception {
        byte[] webp = Pictures.extendedWebp(Pictures.webp(PICTURE, 80), 47, 31, 0, new byte[0]);
        assertThat(ImageHeader.read(webp).defect()).isPresent();
    }

    @Test
    void tellsEmptyFromUnknown() {
        assertThat(fault(new byte[0])).isEqualTo(ImageFault.EMPTY);
        assertThat(fault(Pictures.ascii("not an image"))).isEqualTo(ImageFault.UNSUPPORTED_FORMAT);
        assertThat(fault(new byte[] {(byte) 0xFF, (byte) 0xD8})).isEqualTo(ImageFault.UNSUPPORTED_FORMAT);
        assertThat(fault(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})).isEqualTo(ImageFault.CORRUPT);
    }

    @Test
    void callsAFileThatIsNoPictureForUsByItsName() {
        assertThatThrownBy(() -> ImageHeader.read(Pictures.ascii("GIF89a, and so on")))
                .hasMessage("image is a GIF, expected a JPEG, PNG or WebP; its 17 bytes start with "
                        + "4749463839612c20616e6420");
    }

    private static ImageFault fault(byte[] bytes) {
        return catchThrowableOfType(InvalidImageException.class, () -> ImageHeader.read(bytes))
                .fault();
    }
}
