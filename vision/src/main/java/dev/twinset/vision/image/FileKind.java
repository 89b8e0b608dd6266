package dev.twinset.vision.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** What the first bytes of a file say it is; no name or content type is believed. */
public enum FileKind {
    JPEG("a JPEG", "jpg"),
    PNG("a PNG", "png"),
    WEBP("a WebP", "webp"),
    GIF("a GIF", "gif"),
    BMP("a BMP", "bmp"),
    TIFF("a TIFF", "tif"),
    AVIF("an AVIF", "avif"),
    HEIC("a HEIC", "heic"),
    JPEG_XL("a JPEG XL", "jxl"),
    JPEG_2000("a JPEG 2000", "jp2"),
    ICON("a Windows icon", "ico"),
    PHOTOSHOP("a Photoshop file", "psd"),
    SVG("an SVG", "svg"),
    HTML("a web page", "html"),
    PDF("a PDF", "pdf"),
    UNKNOWN("of a kind that is not known", "bin");

    /** Enough for each signature, and for what may stand before the first tag of a text. */
    private static final int BYTES = 512;

    private final String label;
    private final String ending;

    FileKind(String label, String ending) {
        this.label = label;
        this.ending = ending;
    }

    /** With its article, as in "the image is a GIF". */
    public String label() {
        return label;
    }

    /** The usual ending of a file's name, without the dot. */
    public String ending() {
        return ending;
    }

    public static FileKind of(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, BYTES), ISO_8859_1);
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return JPEG;
        }
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return PNG;
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return GIF;
        }
        // four bytes of size, then four that writers leave at zero
        if (start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)) {
            return BMP;
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*") || start.startsWith("II+\0")) {
            return TIFF;
        }
        if (start.startsWith("ftyp", 4)) {
            return ofBrands(file, start);
        }
        if (start.startsWith("\u00FF\n") || start.startsWith("JXL ", 4)) {
            return JPEG_XL;
        }
        if (start.startsWith("jP  ", 4) || start.startsWith("\u00FFO\u00FFQ")) {
            return JPEG_2000;
        }
        if (start.startsWith("\0\0\u0001\0")) {
            return ICON;
        }
        if (start.startsWith("8BPS")) {
            return PHOTOSHOP;
        }
        return start.startsWith("%PDF") ? PDF : ofText(start.toLowerCase(Locale.ROOT));
    }

    /** The box that an ISO media file begins with: its size, "ftyp", the main brand, a version, the other brands. */
    private static FileKind ofBrands(byte[] file, String start) {
        int size = (int) Math.min(start.length(), StructureReader.bigEndian(file, 0, 4));
        String brands = start.substring(8, Math.max(8, size));
        if (brands.contains("avif") || brands.contains("avis")) {
            return AVIF;
        }
        boolean heif = brands.contains("hei") || brands.contains("hev") || brands.contains("mif1");
        return heif || brands.contains("msf1") ? HEIC : UNKNOWN;
    }

    private static FileKind ofText(String start) {
        if (start.contains("<svg")) {
            return SVG;
        }
        return start.contains("<html") || start.contains("<!doctype html") ? HTML : UNKNOWN;
    }
}
