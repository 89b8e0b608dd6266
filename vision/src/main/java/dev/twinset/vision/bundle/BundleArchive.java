package dev.twinset.vision.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The zip around a bundle, or around a training's checkpoint: exactly {@code manifest.json} and {@code weights.bin}.
 * Written stored, not deflated (weights hardly shrink), with fixed times, so that equal content gives equal bytes on
 * every JDK. Read with a cap on each entry, so that a small file cannot unpack into much memory.
 */
public record BundleArchive(byte[] manifest, byte[] weights) {
    private static final String MANIFEST = "manifest.json";
    private static final String WEIGHTS = "weights.bin";
    private static final int MOST_MANIFEST_BYTES = 1 << 20;
    private static final int END_RECORD_BYTES = 22;
    private static final int END_RECORD_SIGNATURE = 0x06054b50;
    private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** The most that a bundle's file can take: its weights, its manifest and the zip's own records. */
    static final int MOST_FILE_BYTES = WeightTable.MOST_BYTES + MOST_MANIFEST_BYTES + 4096;

    /** @param mostWeightBytes that are accepted, unpacked */
    public static BundleArchive parse(byte[] zip, int mostWeightBytes) throws InvalidModelException {
        requireEndRecord(zip);
        Map<String, byte[]> entries = entries(zip, mostWeightBytes);
        return new BundleArchive(required(entries, MANIFEST), required(entries, WEIGHTS));
    }

    /** The same bytes for the same content. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(manifest.length + weights.length + 512);
        try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
            store(zip, MANIFEST, manifest);
            store(zip, WEIGHTS, weights);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(ZIP_EPOCH);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The stream reader stops at the central directory: without this a cut or lengthened tail would go unseen. */
    private static void requireEndRecord(byte[] zip) throws InvalidModelException {
        if (zip.length < END_RECORD_BYTES || zip[0] != 'P' || zip[1] != 'K') {
            throw new InvalidModelException("is not a zip file");
        }
        ByteBuffer end = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).position(zip.length - END_RECORD_BYTES);
        if (end.getInt() != END_RECORD_SIGNATURE) {
            throw new InvalidModelException("does not end as a zip file does: it is truncated or has a foreign tail");
        }
        int count = end.position(zip.length - END_RECORD_BYTES + 10).getShort() & 0xffff;
        if (count != 2) {
            throw new InvalidModelException("lists " + count + " entries, expected " + MANIFEST + " and " + WEIGHTS);
        }
    }

    private static Map<String, byte[]> entries(byte[] zip, int mostWeightBytes) throws InvalidModelException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                if (!List.of(MANIFEST, WEIGHTS).contains(name)) {
                    throw new InvalidModelException("holds a foreign entry beside " + MANIFEST + " and " + WEIGHTS);
                }
                if (entries.put(name, content(in, name, mostWeightBytes)) != null) {
                    throw new InvalidModelException("holds " + name + " twice");
                }
            }
            return entries;
        } catch (InvalidModelException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            // the stream reader throws IllegalArgumentException for a name or a field that it cannot read
            throw new InvalidModelException("is a damaged zip file (" + e.getMessage() + ")", e);
        }
    }

    private static byte[] content(ZipInputStream in, String name, int mostWeightBytes) throws IOException {
        int most = name.equals(MANIFEST) ? MOST_MANIFEST_BYTES : mostWeightBytes;
        byte[] content = in.readNBytes(most);
        if (in.read() >= 0) {
            throw new InvalidModelException(name + " unpacks to more than " + most + " bytes");
        }
        return content;
    }

    private static byte[] required(Map<String, byte[]> entries, String name) throws InvalidModelException {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new InvalidModelException("has no " + name);
        }
        return content;
    }
}
