package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyFeatureStoreTest {
    private static final StoreIdentity IDENTITY = ScriptedStore.IDENTITY;
    private static final float[] VECTOR = {1, 2, 3, 4, 5, 6, 7, 8};

    @TempDir
    Path directory;

    @Test
    void whatWasAppendedIsThereAfterReopeningAndGoesOnFromThere() throws IOException {
        for (int round = 1; round <= 10; round++) {
            try (ScriptedStore script = new ScriptedStore(directory)) {
                script.append(37);
                assertThat(script.contents()).isEqualTo(ScriptedStore.expected(37 * round));
            }
        }
    }

    @Test
    void compactionDropsDeadRowsAndNothingElse() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(100);
            assertThat(script.store().deadRows()).isPositive();
            script.compact();
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(100));
            assertThat(script.store().deadRows()).isZero();
            assertThat(script.store().rows()).isEqualTo(script.contents().size());
            assertThat(generations()).containsExactly("000002");
            script.append(50);
        }
        try (ScriptedStore script = new ScriptedStore(directory)) {
            assertThat(script.batches()).isEqualTo(150);
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(150));
        }
    }

    @Test
    void leftoversOfACompactionThatWasCutOffAreDeleted() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(10);
        }
        Path leftover = Files.createDirectory(directory.resolve("000002"));
        Files.writeString(leftover.resolve("000000.vec.npy"), "half");
        try (ScriptedStore script = new ScriptedStore(directory)) {
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(10));
            assertThat(generations()).containsExactly("000001");
            script.compact();
            assertThat(generations()).containsExactly("000002");
        }
    }

    @Test
    void aQuarterOfDeadRowsMakesCompactionDueOnceThereAreThousands() throws IOException {
        try (NpyFeatureStore store = open()) {
            List<String> ids = new ArrayList<>();
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                ids.add("item" + i);
                vectors.add(VECTOR);
            }
            int[] all = new int[1000];
            for (int round = 0; round < 20; round++) {
                int[] dead = round == 0 || round > 5 ? new int[0] : all;
                int first = store.append(new Batch(ids, vectors, dead, Map.of()));
                for (int i = 0; i < all.length; i++) {
                    all[i] = first + i;
                }
                assertThat(store.isCompactionDue())
                        .as("round %d: %d of %d dead", round, store.deadRows(), store.rows())
                        .isEqualTo(store.deadRows() == 5000);
            }
        }
    }

    @Test
    void idsOfAnyAllowedLengthComeBack() throws IOException {
        List<String> ids = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int length = 1; length <= 255; length++) {
            ids.add(length % 2 == 0 ? "é".repeat(length / 2) : "x".repeat(length));
            vectors.add(VECTOR);
        }
        try (NpyFeatureStore store = open()) {
            store.append(new Batch(ids.subList(0, 3), vectors.subList(0, 3), new int[0], Map.of()));
            store.append(new Batch(ids.subList(3, 255), vectors.subList(3, 255), new int[0], Map.of()));
            store.append(new Batch(List.of("short"), List.of(VECTOR), new int[0], Map.of()));
            for (String bad : List.of("", "x".repeat(256), "a\0")) {
                Batch refused = new Batch(List.of(bad), List.of(VECTOR), new int[0], Map.of());
                assertThatThrownBy(() -> store.append(refused)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        ids.add("short");
        try (NpyFeatureStore store = open()) {
            List<String> found = new ArrayList<>();
            store.forEachLive((row, id) -> found.add(id));
            assertThat(found).isEqualTo(ids);
        }
    }

    @Test
    void aFewThousandRowsOfShortIdsTakeLittleMoreThanTheirVectorsOnDisk() throws IOException {
        try (NpyFeatureStore store = open()) {
            for (int i = 0; i < 20; i++) {
                store.append(new Batch(List.of("item" + i), List.of(VECTOR), new int[0], Map.of()));
            }
        }
        assertThat(Files.size(directory.resolve("000001/000000.ids.npy"))).isEqualTo(4096 + 20 * 16);
    }

    @Test
    void numPyHeadersTellTypeAndShapeAndTheDataFollows() throws IOException {
        try (NpyFeatureStore store = open()) {
            store.append(new Batch(List.of("a", "seventeen-bytes-x"), List.of(VECTOR, VECTOR), new int[0], Map.of()));
            store.sync();
            Npy vectors = Npy.read(directory.resolve("000001/000000.vec.npy"));
            assertThat(vectors.type).isEqualTo("<f4");
            assertThat(vectors.shape).isEqualTo("2, 8");
            assertThat(vectors.data.getFloat(12 * Float.BYTES)).isEqualTo(5f);
            Npy ids = Npy.read(directory.resolve("000001/000000.ids.npy"));
            assertThat(ids.type).isEqualTo("|S32");
            assertThat(ids.shape).isEqualTo("2,");
            assertThat(UTF_8.decode(ids.data.slice(32, 17)).toString()).isEqualTo("seventeen-bytes-x");
        }
    }

    @Test
    void numPyHeadersAreMadeRightAgainAfterAKillBetweenThem() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(5);
        }
        Path file = directory.resolve("000001/000000.vec.npy");
        String shape = Npy.read(file).shape;
        byte[] bytes = Files.readAllBytes(file);
        NpyHeader.vectors(0, 8).get(bytes, 0, NpyHeader.BYTES);
        Files.write(file, bytes);
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.store().sync();
            assertThat(Npy.read(file).shape).isEqualTo(shape);
        }
    }

    @Test
    void anotherModelIsRefusedWithWhatToDo() throws IOException {
        open().close();
        StoreIdentity other = new StoreIdentity("other", 16, "cluster", "topic");
        assertThatThrownBy(() -> NpyFeatureStore.open(directory, other))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("feature store " + directory
                        + " holds features of model model with 8 dimensions, but this worker runs model other with 16:"
                        + " give it another directory, or delete this one and it is built again from the feature log of"
                        + " its model");
    }

    @Test
    void anotherLogIsDropped() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(5);
        }
        StoreIdentity other = new StoreIdentity("model", 8, "other", "topic");
        try (NpyFeatureStore store = NpyFeatureStore.open(directory, other)) {
            assertThat(store.rows()).isZero();
            assertThat(store.offsets()).isEmpty();
            assertThat(generations()).containsExactly("000002");
        }
    }

    @Test
    void newerAndOlderFormatsAreDifferentErrors() throws IOException {
        open().close();
        Path properties = directory.resolve("store.properties");
        String text = Files.readString(properties);
        Files.writeString(properties, text.replace("format=1", "format=2"));
        assertThatThrownBy(this::open).hasMessageContaining("format 2, newer than 1");
        Files.writeString(properties, text.replace("format=1", "format=0"));
        assertThatThrownBy(this::open).hasMessageContaining("format 0, which this program no longer reads");
    }

    @Test
    void oneUserAtATime() throws IOException {
        try (NpyFeatureStore store = open()) {
            assertThat(store.rows()).isZero();
            assertThatThrownBy(this::open)
                    .hasMessage("feature store " + directory
                            + " is in use by another worker: give each worker a directory of its own");
        }
        open().close();
    }

    @Test
    void aPathThatIsNoDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> NpyFeatureStore.open(file, IDENTITY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open feature store " + file);
    }

    @Test
    void recreateStartsEmptyAndLeavesForeignFilesAlone() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(5);
        }
        Path foreign = Files.writeString(directory.resolve("notes.txt"), "mine");
        try (NpyFeatureStore store = NpyFeatureStore.recreate(directory, IDENTITY)) {
            assertThat(store.rows()).isZero();
        }
        assertThat(foreign).hasContent("mine");
        assertThat(generations()).containsExactly("000002");
    }

    @Test
    void offsetsWithoutChangesAreKeptWithoutGrowingTheLog() throws IOException {
        try (NpyFeatureStore store = open()) {
            for (long offset = 0; offset < 1000; offset++) {
                store.append(new Batch(List.of(), List.of(), new int[0], Map.of(7, offset)));
            }
            assertThat(store.offsets()).isEqualTo(Map.of(7, 999L));
        }
        assertThat(Files.size(directory.resolve("000001/000000.log"))).isLessThan(100);
        try (NpyFeatureStore store = open()) {
            assertThat(store.offsets()).isEqualTo(Map.of(7, 999L));
        }
    }

    private NpyFeatureStore open() throws IOException {
        return NpyFeatureStore.open(directory, IDENTITY);
    }

    private List<String> generations() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** Reads a file as the NumPy format, version 1.0, says, knowing nothing of the writer. */
    private record Npy(String type, String shape, ByteBuffer data) {
        static Npy read(Path file) throws IOException {
            byte[] content = Files.readAllBytes(file);
            assertThat(new String(content, 0, 8, ISO_8859_1)).isEqualTo("\u0093NUMPY\u0001\u0000");
            int length = Byte.toUnsignedInt(content[8]) | Byte.toUnsignedInt(content[9]) << 8;
            assertThat((10 + length) % 64).as("alignment of the data").isZero();
            String header = new String(content, 10, length, ISO_8859_1);
            Matcher matcher = Pattern.compile(
                            "\\{'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([0-9, ]+)\\), } *\n")
                    .matcher(header);
            assertThat(matcher.matches()).as(header).isTrue();
            return new Npy(
                    matcher.group(1),
                    matcher.group(2),
                    ByteBuffer.wrap(content, 10 + length, content.length - 10 - length)
                            .slice()
                            .order(StoreFormat.ORDER));
        }
    }
}
