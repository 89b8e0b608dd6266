package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureStoreTest {
    private static final StoreIdentity IDENTITY = ScriptedStore.IDENTITY;
    private static final Clock CLOCK = ScriptedStore.CLOCK;
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
            assertThat(files()).contains("000001.vec.npy");
            script.compact();
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(100));
            assertThat(script.store().deadRows()).isZero();
            assertThat(script.store().rows()).isEqualTo(script.contents().size());
            assertThat(files()).doesNotContainAnyElementsOf(names("000001").subList(0, 4));
            script.append(50);
        }
        try (ScriptedStore script = new ScriptedStore(directory)) {
            assertThat(script.batches()).isEqualTo(150);
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(150));
        }
    }

    @Test
    void whatIsLeftOverFromACompactionThatWasCutOffIsDeleted() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(10);
        }
        Files.writeString(directory.resolve("000007.vec.npy"), "half");
        Files.writeString(directory.resolve("manifest.json.tmp"), "{");
        try (ScriptedStore script = new ScriptedStore(directory)) {
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(10));
            assertThat(files()).isEqualTo(names("000001"));
            script.compact();
            assertThat(files()).isEqualTo(names("000002"));
        }
    }

    @Test
    void aQuarterOfDeadRowsMakesCompactionDueOnceThereAreThousands() throws IOException {
        try (FeatureStore store = open()) {
            List<String> ids = new ArrayList<>();
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                ids.add("item" + i);
                vectors.add(VECTOR);
            }
            int[] all = new int[1000];
            for (int round = 0; round < 20; round++) {
                int[] dead = round == 0 || round > 5 ? new int[0] : all;
                int first = store.append(new RowBatch(ids, vectors, dead, Map.of()));
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
        try (FeatureStore store = open()) {
            store.append(new RowBatch(ids.subList(0, 3), vectors.subList(0, 3), new int[0], Map.of()));
            store.append(new RowBatch(ids.subList(3, 255), vectors.subList(3, 255), new int[0], Map.of()));
            store.append(new RowBatch(List.of("short"), List.of(VECTOR), new int[0], Map.of()));
            for (String bad : List.of("", "x".repeat(256), "a\0")) {
                RowBatch refused = new RowBatch(List.of(bad), List.of(VECTOR), new int[0], Map.of());
                assertThatThrownBy(() -> store.append(refused)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        ids.add("short");
        try (FeatureStore store = open()) {
            List<String> found = new ArrayList<>();
            store.forEachLive((row, id, set) -> found.add(id));
            assertThat(found).isEqualTo(ids);
        }
    }

    @Test
    void aFewThousandRowsOfShortIdsTakeLittleMoreThanTheirVectorsOnDisk() throws IOException {
        try (FeatureStore store = open()) {
            for (int i = 0; i < 20; i++) {
                store.append(new RowBatch(List.of("item" + i), List.of(VECTOR), new int[0], Map.of()));
            }
        }
        assertThat(Files.size(directory.resolve("000001.ids.npy"))).isEqualTo(4096 + 20 * 16);
    }

    @Test
    void attributesOfAnySizeComeBackAlsoAfterACompaction() throws IOException {
        Map<String, String> large = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            large.put("name" + i, "é".repeat(60) + i);
        }
        List<Map<String, String>> attributes = List.of(
                Map.of("gender", "Women", "brand", "B=C\n%", "empty", ""),
                Map.of(),
                large,
                Map.of("brand", "B=C\n%", "empty", "", "gender", "Women"),
                Map.of("long", "x".repeat(8192)));
        List<String> ids = List.of("a", "b", "c", "d", "e");
        try (FeatureStore store = open()) {
            store.append(new RowBatch(List.of("a"), List.of(VECTOR), List.of(large), new int[0], Map.of()));
            store.append(new RowBatch(ids, Collections.nCopies(5, VECTOR), attributes, new int[] {0}, Map.of()));
        }
        for (int round = 0; round < 3; round++) {
            try (FeatureStore store = open()) {
                List<Map<String, String>> found = new ArrayList<>();
                List<Integer> sets = new ArrayList<>();
                store.forEachLive((row, id, set) -> {
                    found.add(store.attributes().view().get(set));
                    sets.add(set);
                });
                assertThat(found).isEqualTo(attributes);
                assertThat(sets.get(0)).as("held once").isEqualTo(sets.get(3));
                assertThat(sets.get(1)).as("of no attributes").isZero();
                if (round == 0) {
                    store.compact();
                }
            }
        }
    }

    @Test
    void eightAttributesTakeLittleSpaceBesideTheirTexts() throws IOException {
        int items = 2000;
        long texts = 0;
        try (FeatureStore store = open()) {
            for (int item = 0; item < items; item++) {
                Map<String, String> attributes = new HashMap<>();
                for (int name = 0; name < 7; name++) {
                    attributes.put("name" + name, "value" + item * (name + 3) % (1 << name));
                }
                String title = "Title of item " + item;
                texts += title.length();
                attributes.put("title", title);
                store.append(new RowBatch(
                        List.of("item" + item), List.of(VECTOR), List.of(attributes), new int[0], Map.of()));
            }
        }
        long bytes = Files.size(directory.resolve("000001.att.npy")) + Files.size(directory.resolve("000001.set.npy"));
        assertThat((bytes - texts) / items).as("bytes an item").isLessThanOrEqualTo(32);
    }

    @Test
    void numPyHeadersTellTypeAndShapeAndTheDataFollows() throws IOException {
        try (FeatureStore store = open()) {
            store.append(
                    new RowBatch(List.of("a", "seventeen-bytes-x"), List.of(VECTOR, VECTOR), new int[0], Map.of()));
            store.sync();
            Npy vectors = Npy.read(directory.resolve("000001.vec.npy"));
            assertThat(vectors.type()).isEqualTo("<f4");
            assertThat(vectors.shape()).isEqualTo("2, 8");
            assertThat(vectors.data().getFloat(12 * Float.BYTES)).isEqualTo(5f);
            Npy ids = Npy.read(directory.resolve("000002.ids.npy"));
            assertThat(ids.type()).isEqualTo("|S32");
            assertThat(ids.shape()).isEqualTo("2,");
            assertThat(UTF_8.decode(ids.data().slice(32, 17)).toString()).isEqualTo("seventeen-bytes-x");
            store.append(new RowBatch(
                    List.of("b"), List.of(VECTOR), List.of(Map.of("gender", "Women")), new int[0], Map.of()));
            store.sync();
            Npy sets = Npy.read(directory.resolve("000001.att.npy"));
            assertThat(sets.type()).isEqualTo("<i4");
            assertThat(sets.shape()).isEqualTo("3,");
            assertThat(sets.data().getInt(2 * Integer.BYTES)).isEqualTo(1);
            Npy meanings = Npy.read(directory.resolve("000001.set.npy"));
            assertThat(meanings.type()).isEqualTo("|u1");
            assertThat(meanings.shape()).isEqualTo("15,");
            assertThat(UTF_8.decode(meanings.data().slice(1, 12)).toString()).isEqualTo("gender=Women");
        }
    }

    @Test
    void numPyHeadersAreMadeRightAgainAfterAKillBetweenThem() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(5);
        }
        Path file = directory.resolve("000001.vec.npy");
        String shape = Npy.read(file).shape();
        byte[] bytes = Files.readAllBytes(file);
        NpyHeader.vectors(0, 8).get(bytes, 0, NpyHeader.BYTES);
        Files.write(file, bytes);
        try (ScriptedStore script = new ScriptedStore(directory)) {
            assertThat(script.batches()).isEqualTo(5);
            assertThat(Npy.read(file).shape()).isEqualTo(shape);
        }
    }

    @Test
    void anotherModelIsRefusedWithWhatToDo() throws IOException {
        open().close();
        StoreIdentity other = new StoreIdentity("other", 16, "cluster", "topic");
        assertThatThrownBy(() -> FeatureStore.open(directory, other, CLOCK))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("feature store " + directory
                        + " holds features of model model with 8 dimensions, but this worker runs model other with 16:"
                        + " give it another directory, or delete this one and it is rebuilt from the changelog of"
                        + " its model");
    }

    @Test
    void anotherLogIsDropped() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(5);
        }
        StoreIdentity other = new StoreIdentity("model", 8, "other", "topic");
        try (FeatureStore store = FeatureStore.open(directory, other, CLOCK)) {
            assertThat(store.rows()).isZero();
            assertThat(store.offsets()).isEmpty();
            assertThat(files()).isEqualTo(names("000002"));
        }
    }

    @Test
    void newerAndOlderFormatsAreDifferentErrors() throws IOException {
        open().close();
        Path manifest = directory.resolve("manifest.json");
        String body = Files.readString(manifest).substring(21).replace("\"format\":3", "\"format\":4");
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(UTF_8));
        Files.writeString(manifest, "{\"crc32c\":\"%08x\",%s".formatted(crc.getValue(), body));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreFormatException.class)
                .hasMessage("format 4 is newer than 3, the only one that this program reads (" + manifest + ")");
        Files.delete(manifest);
        Path properties = Files.writeString(directory.resolve("store.properties"), "format=1\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreFormatException.class)
                .hasMessage("format 1 is older than 3, the only one that this program reads (" + properties + ")");
    }

    @Test
    void aStoreOfTheFirstFormatIsReplacedAndOnlyItsOwnFilesAreDeleted() throws IOException {
        Path generation = Files.createDirectory(directory.resolve("000001"));
        for (String name : List.of("000000.vec.npy", "000000.ids.npy", "000000.log")) {
            Files.writeString(generation.resolve(name), "old");
        }
        Path touched = Files.createDirectory(directory.resolve("000002"));
        Files.writeString(touched.resolve("000000.log"), "old");
        Path foreign = Files.writeString(touched.resolve("notes.txt"), "mine");
        Files.writeString(directory.resolve("store.properties"), "format=1\n");
        FeatureStore.recreate(directory, IDENTITY, CLOCK).close();
        assertThat(files())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(names("000001").stream(), Stream.of("000002"))
                        .toList());
        assertThat(touched).isDirectoryContaining(foreign::equals);
        assertThat(touched.resolve("000000.log")).doesNotExist();
        open().close();
    }

    @Test
    void theManifestSaysWhatNumPyFilesCannot() throws IOException {
        try (FeatureStore store = open()) {
            store.append(new RowBatch(List.of("a", "b"), List.of(VECTOR, VECTOR), new int[0], Map.of(3, 7L)));
            store.append(new RowBatch(List.of("a"), List.of(VECTOR), new int[] {0}, Map.of(3, 8L)));
        }
        JsonNode manifest = JsonMapper.builder()
                .build()
                .readTree(directory.resolve("manifest.json").toFile());
        assertThat(manifest.path("format").asInt()).isEqualTo(3);
        assertThat(manifest.path("identity").path("modelId").asText()).isEqualTo("model");
        assertThat(manifest.path("caughtUp").asText()).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(manifest.path("offsets").path("3").asLong()).isEqualTo(8);
        assertThat(Base64.getDecoder().decode(manifest.path("dead").asText())).containsExactly(1);
        assertThat(manifest.path("rows").asInt()).isEqualTo(3);
        CRC32C crc = new CRC32C();
        crc.update(Npy.read(directory.resolve("000001.ids.npy")).data());
        assertThat(manifest.path("ids").path("bytes").asLong()).isEqualTo(3 * 16);
        assertThat(manifest.path("ids").path("crc32c").asLong()).isEqualTo(crc.getValue());
    }

    @Test
    void theTimeOfCatchingUpIsOnDiskWithTheNextChangeOrWhenTheStoreIsClosed() throws IOException {
        Instant later = CLOCK.instant().plusSeconds(60);
        try (FeatureStore store = open()) {
            assertThat(store.caughtUp()).as("of a new store").isEqualTo(CLOCK.instant());
            store.caughtUp(later);
        }
        try (FeatureStore store = open()) {
            assertThat(store.caughtUp()).isEqualTo(later);
            store.caughtUp(later.plusSeconds(1));
            store.append(new RowBatch(List.of(), List.of(), new int[0], Map.of(0, 1L)));
            store.sync();
            assertThat(Files.readString(directory.resolve("manifest.json"))).contains("2026-11-28T12:01:01Z");
        }
    }

    @Test
    void oneUserAtATime() throws IOException {
        try (FeatureStore store = open()) {
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
        assertThatThrownBy(() -> FeatureStore.open(file, IDENTITY, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open feature store " + file);
    }

    @Test
    void recreateStartsEmptyAndLeavesForeignFilesAlone() throws IOException {
        try (ScriptedStore script = new ScriptedStore(directory)) {
            script.append(5);
        }
        Path foreign = Files.writeString(directory.resolve("notes.txt"), "mine");
        try (FeatureStore store = FeatureStore.recreate(directory, IDENTITY, CLOCK)) {
            assertThat(store.rows()).isZero();
        }
        assertThat(foreign).hasContent("mine");
        assertThat(files())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(names("000002").stream(), Stream.of("notes.txt"))
                        .toList());
    }

    @Test
    void offsetsMoveWithoutRows() throws IOException {
        try (FeatureStore store = open()) {
            for (long offset = 0; offset < 1000; offset++) {
                store.append(new RowBatch(List.of(), List.of(), new int[0], Map.of(7, offset)));
            }
            assertThat(store.offsets()).isEqualTo(Map.of(7, 999L));
        }
        assertThat(files()).isEqualTo(names("000001"));
        try (FeatureStore store = open()) {
            assertThat(store.offsets()).isEqualTo(Map.of(7, 999L));
        }
    }

    private FeatureStore open() throws IOException {
        return FeatureStore.open(directory, IDENTITY, CLOCK);
    }

    /** Names in the directory, the lock's left out. */
    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> names(String number) {
        return List.of(
                number + ".att.npy", number + ".ids.npy", number + ".set.npy", number + ".vec.npy", "manifest.json");
    }
}
