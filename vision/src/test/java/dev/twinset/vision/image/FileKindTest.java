package dev.twinset.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.vision.Pictures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GIF87a..                          | GIF       | gif",
                "GIF89a..                          | GIF       | gif",
                "BM6-..~~~~6~~~                    | BMP       | bmp",
                "II*~....                          | TIFF      | tif",
                "MM~*....                          | TIFF      | tif",
                "~~~#ftypavif~~~~mif1miaf          | AVIF      | avif",
                "~~~,ftypavis~~~~msf1              | AVIF      | avif",
                "~~~!ftypmif1~~~~miafMA1Bavif      | AVIF      | avif",
                "~~~!ftypheic~~~~mif1              | HEIC      | heic",
                "~~~!ftypheix~~~~mif1              | HEIC      | heic",
                "~~~!ftypmif1~~~~heic              | HEIC      | heic",
                "~~~!ftyphevc~~~~                  | HEIC      | heic",
                "~~~ ftypisom~~~~avc1              | UNKNOWN   | bin",
                "~~~.JXL .....                     | JPEG_XL   | jxl",
                "~~~.jP  .....                     | JPEG_2000 | jp2",
                "8BPS....                          | PHOTOSHOP | psd",
                "%PDF-1.7                          | PDF       | pdf",
                "<?xml version='1.0'?><svg width=1 | SVG       | svg",
                "<!DOCTYPE HTML><html>Not found    | HTML      | html",
                "<html><head>                      | HTML      | html",
                "hello                             | UNKNOWN   | bin"
            })
    void isToldByTheFirstBytes(String start, FileKind kind, String ending) {
        FileKind found = FileKind.of(start.replace('~', '\0').getBytes(ISO_8859_1));
        assertThat(found).isEqualTo(kind);
        assertThat(found.ending()).isEqualTo(ending);
    }

    @Test
    void knowsWhatCanBeDecoded() throws Exception {
        byte[] jpeg = Pictures.jpeg(Pictures.gradient(8, 8));
        byte[] png = Pictures.png(Pictures.gradient(8, 8));
        byte[] webp = Pictures.webp(Pictures.gradient(8, 8), 80);
        assertThat(FileKind.of(jpeg)).isEqualTo(FileKind.JPEG);
        assertThat(FileKind.of(png)).isEqualTo(FileKind.PNG);
        assertThat(FileKind.of(webp)).isEqualTo(FileKind.WEBP);
        for (byte[] image : Arrays.asList(jpeg, png, webp)) {
            for (int length = 0; length < 3; length++) {
                assertThat(FileKind.of(Arrays.copyOf(image, length))).isEqualTo(FileKind.UNKNOWN);
            }
        }
    }

    /** A box that claims more or less than there is. */
    @Test
    void readsNoBrandBehindItsBox() {
        for (int size : new int[] {0, 4, 0x7FFF_FFFF, -1}) {
            byte[] file = "....ftypmp42....avif".getBytes(ISO_8859_1);
            ByteBuffer.wrap(file).putInt(size);
            assertThat(FileKind.of(file)).isIn(FileKind.UNKNOWN, FileKind.AVIF);
        }
        byte[] beside = "....ftypmp42....avif".getBytes(ISO_8859_1);
        ByteBuffer.wrap(beside).putInt(16);
        assertThat(FileKind.of(beside)).isEqualTo(FileKind.UNKNOWN);
    }
}
