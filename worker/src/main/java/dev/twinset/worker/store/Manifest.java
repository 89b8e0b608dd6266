package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What counts in a store's directory: see {@link StoreFormat}. Everything else there is ignored.
 *
 * @param caughtUp ISO 8601
 * @param rows that count, dead ones included
 * @param dead one bit for each row, the lowest bit of the first byte first; missing bytes are zero
 */
record Manifest(
        int format,
        StoreIdentity identity,
        String caughtUp,
        int rows,
        int idWidth,
        FileEntry vectors,
        FileEntry ids,
        FileEntry attributes,
        FileEntry attributeSets,
        Map<Integer, Long> offsets,
        byte[] dead) {
    static final String FILE = "manifest.json";
    static final String NEXT = "manifest.json.tmp";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int HEAD_BYTES = 21;

    /**
     * What counts of a file.
     *
     * @param number in the name of the file
     * @param bytes behind the header
     * @param crc32c of these bytes, unsigned
     */
    record FileEntry(int number, long bytes, long crc32c) {}

    Manifest {
        offsets = new TreeMap<>(offsets);
        Instant.parse(caughtUp);
        requireFit(idWidth, "idWidth", StoreFormat.idWidth(Math.min(idWidth, FeatureStore.MAX_ID_BYTES)));
        requireFit(vectors.bytes(), "bytes of vectors", (long) rows * identity.dimension() * Float.BYTES);
        requireFit(ids.bytes(), "bytes of ids", (long) rows * idWidth);
        requireFit(attributes.bytes(), "bytes of attributes", (long) rows * Integer.BYTES);
        if (rows < 0 || BitSet.valueOf(dead).length() > rows) {
            throw new IllegalArgumentException(
                    rows + " rows, of which row " + (BitSet.valueOf(dead).length() - 1) + " is dead");
        }
    }

    private static void requireFit(long actual, String what, long expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(what + " is " + actual + ", expected " + expected);
        }
    }

    static Manifest of(StoreIdentity identity, Instant caughtUp, Columns columns, Map<Integer, Long> offsets) {
        return new Manifest(
                StoreFormat.VERSION,
                identity,
                caughtUp.toString(),
                columns.rows(),
                columns.idWidth(),
                columns.vectorEntry(),
                columns.idEntry(),
                columns.attributes().numberEntry(),
                columns.attributes().meaningEntry(),
                offsets,
                columns.dead());
    }

    /**
     * Reads it; empty if there is no store.
     *
     * @throws StoreFormatException if it is of another format
     * @throws CorruptStoreException if it is damaged
     */
    static Optional<Manifest> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            Path first = directory.resolve("store.properties");
            if (Files.exists(first)) {
                throw new StoreFormatException(1, first);
            }
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        int headBytes = Math.min(HEAD_BYTES, bytes.length);
        String actual = new String(bytes, 0, headBytes, US_ASCII);
        String expected = head(bytes, headBytes);
        if (!actual.equals(expected)) {
            throw new CorruptStoreException("starts with " + actual + ", expected " + expected, file);
        }
        return Optional.of(parsed(bytes, file));
    }

    private static Manifest parsed(byte[] bytes, Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(bytes);
            int format = json.path("format").asInt();
            if (format != StoreFormat.VERSION) {
                throw new StoreFormatException(format, file);
            }
            Map<Integer, Long> offsets = new TreeMap<>();
            json.required("offsets")
                    .properties()
                    .forEach(next -> offsets.put(
                            Integer.valueOf(next.getKey()), next.getValue().longValue()));
            return new Manifest(
                    format,
                    identity(json.required("identity")),
                    json.required("caughtUp").textValue(),
                    json.required("rows").intValue(),
                    json.required("idWidth").intValue(),
                    entry(json.required("vectors")),
                    entry(json.required("ids")),
                    entry(json.required("attributes")),
                    entry(json.required("attributeSets")),
                    offsets,
                    json.required("dead").binaryValue());
        } catch (JacksonException | RuntimeException e) {
            CorruptStoreException corrupt = new CorruptStoreException("is not readable: " + e.getMessage(), file);
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private static StoreIdentity identity(JsonNode json) {
        return new StoreIdentity(
                json.required("modelId").textValue(),
                json.required("dimension").intValue(),
                json.required("clusterId").textValue(),
                json.required("topicId").textValue());
    }

    private static FileEntry entry(JsonNode json) {
        return new FileEntry(
                json.required("number").intValue(),
                json.required("bytes").longValue(),
                json.required("crc32c").longValue());
    }

    Instant caughtUpAt() {
        return Instant.parse(caughtUp);
    }

    /** Writes it beside the one that holds, durably. */
    void writeAside(Disk disk, Path directory) throws IOException {
        try (FileChannel channel = disk.open(directory.resolve(NEXT))) {
            channel.truncate(0);
            ByteBuffer bytes = ByteBuffer.wrap(encoded());
            while (bytes.hasRemaining()) {
                channel.write(bytes, bytes.position());
            }
            channel.force(true);
        }
    }

    /** Lets the one that was written aside hold. */
    static void replace(Disk disk, Path directory) throws IOException {
        disk.replace(directory.resolve(FILE), directory.resolve(NEXT));
    }

    private byte[] encoded() throws IOException {
        byte[] json = JSON.writeValueAsBytes(this);
        byte[] head = head(json, 1).getBytes(US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + json.length - 1);
        System.arraycopy(json, 1, all, head.length, json.length - 1);
        return all;
    }

    /** The start of a manifest whose remaining bytes follow here from {@code start} on. */
    private static String head(byte[] bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, bytes.length - start);
        return String.format("{\"crc32c\":\"%08x\",", crc.getValue());
    }
}
