package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** What {@code store.properties} says: see {@link StoreFormat}. */
record StoreProperties(StoreIdentity identity, int generation, int segmentRows) {
    private static final String FILE = "store.properties";

    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    static Optional<StoreProperties> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Properties values = new Properties();
            values.load(new StringReader(Files.readString(file)));
            StoreFormat.checkVersion(number(values, "format"), directory);
            if (!checksum(values).equals(values.getProperty("crc32c"))) {
                throw new CorruptStoreException(file + " does not match its checksum");
            }
            return Optional.of(new StoreProperties(
                    new StoreIdentity(
                            text(values, "model"),
                            number(values, "dimension"),
                            text(values, "cluster"),
                            text(values, "topic")),
                    number(values, "generation"),
                    number(values, "segment.rows")));
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            CorruptStoreException corrupt = new CorruptStoreException(file + " is not readable: " + e.getMessage());
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    void write(Path directory) throws IOException {
        Path aside = directory.resolve(FILE + ".tmp");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap(text().getBytes(UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(aside, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(directory);
    }

    private String text() throws IOException {
        Properties values = new Properties();
        values.setProperty("format", Integer.toString(StoreFormat.VERSION));
        values.setProperty("model", identity.modelId());
        values.setProperty("dimension", Integer.toString(identity.dimension()));
        values.setProperty("cluster", identity.clusterId());
        values.setProperty("topic", identity.topicId());
        values.setProperty("generation", Integer.toString(generation));
        values.setProperty("segment.rows", Integer.toString(segmentRows));
        values.setProperty("crc32c", checksum(values));
        StringWriter text = new StringWriter();
        values.store(text, "Twinset feature store: a copy of the feature log that can be built again from it");
        return text.toString();
    }

    private static String checksum(Properties values) {
        StringBuilder lines = new StringBuilder();
        TreeMap<String, String> sorted = new TreeMap<>();
        values.stringPropertyNames().forEach(key -> sorted.put(key, text(values, key)));
        sorted.remove("crc32c");
        sorted.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        CRC32C crc = new CRC32C();
        crc.update(lines.toString().getBytes(UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static int number(Properties values, String key) {
        return Integer.parseInt(text(values, key));
    }

    private static String text(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }
}
