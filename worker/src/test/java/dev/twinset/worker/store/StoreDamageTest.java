package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files: what is served is the state of the last sync, or nothing. */
final class StoreDamageTest {
    private static final int SYNCED = 50;
    private static final int WRITTEN = 80;

    @TempDir
    Path damaged;

    /** Files as they are after a kill: synced after 50 batches, written up to 80, with wider ids from the 55th on. */
    private final Map<Path, byte[]> pristine = new TreeMap<>();

    private final Map<Path, Long> counting = new HashMap<>();
    private final Map<String, List<Object>> synced = ScriptedStore.expected(SYNCED);

    @BeforeEach
    void killAStoreBetweenTwoSyncs() throws IOException {
        try (ScriptedStore script = open()) {
            script.append(SYNCED);
            script.store().sync();
            script.append(WRITTEN - SYNCED);
            for (Path file : files()) {
                pristine.put(file, Files.readAllBytes(file));
            }
        }
        restore();
        Manifest manifest = Manifest.read(damaged).orElseThrow();
        counting.put(
                StoreFiles.vectors(damaged, manifest.vectors().number()),
                NpyHeader.BYTES + manifest.vectors().bytes());
        counting.put(
                StoreFiles.ids(damaged, manifest.ids().number()),
                NpyHeader.BYTES + manifest.ids().bytes());
        counting.put(
                StoreFiles.attributes(damaged, manifest.attributes().number()),
                NpyHeader.BYTES + manifest.attributes().bytes());
        counting.put(
                StoreFiles.attributeSets(damaged, manifest.attributeSets().number()),
                NpyHeader.BYTES + manifest.attributeSets().bytes());
        assertThat(manifest.rows()).as("rows of more than two blocks").isGreaterThan(2 * ScriptedStore.BLOCK_ROWS);
        assertThat(pristine.keySet())
                .as("with wider ids that no manifest names")
                .hasSize(6);
    }

    @Test
    void aTailTornAtAnyByteIsIgnoredAndOverwritten() throws IOException {
        for (Path file : counting.keySet()) {
            byte[] whole = whole(file);
            int counted = (int) counted(file);
            for (int length = whole.length; length >= counted; length -= 5) {
                restore();
                Files.write(file, Arrays.copyOf(whole, length));
                opensAsSyncedAndGoesOn(file + " cut to " + length);
            }
            restore();
            Files.write(file, Arrays.copyOf(whole, counted));
            opensAsSyncedAndGoesOn(file + " without a tail");
        }
    }

    @Test
    void garbageBehindWhatCountsIsIgnoredAndOverwritten() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            restore();
            for (Path file : counting.keySet()) {
                byte[] garbage = new byte[1 + random.nextInt(300)];
                random.nextBytes(garbage);
                write(file, counted(file), garbage);
            }
            opensAsSyncedAndGoesOn("round " + round);
        }
    }

    @Test
    void aManifestTornAtAnyByteBeforeItIsRenamedIsIgnored() throws IOException {
        byte[] next;
        try (ScriptedStore script = open()) {
            script.append(1);
            script.store().sync();
            next = Files.readAllBytes(damaged.resolve(Manifest.FILE));
        }
        for (int length = 0; length <= next.length; length += 3) {
            restore();
            Files.write(damaged.resolve(Manifest.NEXT), Arrays.copyOf(next, length));
            opensAsSyncedAndGoesOn("manifest of " + length + " bytes");
        }
    }

    @Test
    void everyFlippedBitThatCountsIsFoundAndNoOtherMatters() throws IOException {
        long seed = 20_261;
        Random random = new Random(seed);
        List<Path> files = List.copyOf(pristine.keySet());
        int found = 0;
        for (int flip = 0; flip < 10_000; flip++) {
            Path file = files.get(random.nextInt(files.size()));
            int position = position(random, file);
            int bit = random.nextInt(8);
            String what = "seed %d flip %d: bit %d of byte %d of %s".formatted(seed, flip, bit, position, file);
            write(file, position, new byte[] {(byte) (whole(file)[position] ^ (1 << bit))});
            if (counts(file, position)) {
                assertThatThrownBy(this::open).as(what).isInstanceOf(CorruptStoreException.class);
                found++;
                write(file, position, new byte[] {whole(file)[position]});
            } else {
                opensAsSynced(what);
                restore();
            }
        }
        assertThat(found).as("flips that count").isGreaterThan(3_000);
    }

    @Test
    void aMissingOrShortenedFileIsDamage() throws IOException {
        for (Path file : counting.keySet()) {
            restore();
            Files.delete(file);
            refused("is missing (" + file + ")");
            Files.write(file, Arrays.copyOf(whole(file), (int) counted(file) - 1));
            refused("ends at byte " + (counted(file) - 1) + ", expected at least " + counting.get(file));
        }
    }

    @Test
    void damageSaysWhatIsThereWhatIsExpectedAndWhere() throws IOException {
        Manifest.FileEntry ids = Manifest.read(damaged).orElseThrow().ids();
        Path file = StoreFiles.ids(damaged, ids.number());
        write(file, NpyHeader.BYTES, new byte[] {0});
        refused(", expected " + Long.toHexString(ids.crc32c()) + " (" + file + ")");
        restore();
        Path manifest = damaged.resolve(Manifest.FILE);
        Files.writeString(manifest, Files.readString(manifest).replace("\"model\"", "\"nodel\""));
        refused("starts with {\"crc32c\":");
        for (int length : new int[] {0, 5, 21, 100}) {
            Files.write(manifest, Arrays.copyOf(whole(manifest), length));
            refused("(" + manifest + ")");
        }
    }

    @Test
    void aManifestWhoseValuesDoNotFitEachOtherIsDamage() throws IOException {
        Manifest read = Manifest.read(damaged).orElseThrow();
        refusedManifest("\"rows\":" + read.rows(), "\"rows\":" + (read.rows() + 1), "bytes of vectors is");
        refusedManifest("\"rows\":" + read.rows(), "\"rows\":-1", "bytes of vectors is");
        refusedManifest("\"idWidth\":128", "\"idWidth\":0", "idWidth is 0, expected 16");
        refusedManifest("\"idWidth\":128", "\"idWidth\":64", "bytes of ids is");
        refusedManifest(
                "\"attributes\":{\"number\":1,\"bytes\":",
                "\"attributes\":{\"number\":1,\"bytes\":4",
                "bytes of attributes is");
        refusedManifest("\"dead\":\"", "\"dead\":\"" + "////".repeat(99), "rows, of which row");
        refusedManifest(read.caughtUp(), "yesterday", "'yesterday' could not be parsed");
        refusedManifest("\"model\"", "null", "modelId is null");
    }

    private void refusedManifest(String from, String to, String message) throws IOException {
        Path file = damaged.resolve(Manifest.FILE);
        String whole = new String(whole(file), UTF_8);
        assertThat(whole).contains(from);
        Files.write(file, StoreFuzzTest.withChecksum(whole.replace(from, to).getBytes(UTF_8)));
        refused(message);
    }

    private void refused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(CorruptStoreException.class).hasMessageContaining(message);
    }

    private void opensAsSynced(String what) throws IOException {
        try (ScriptedStore script = open()) {
            assertThat(script.batches()).as(what).isEqualTo(SYNCED);
            assertThat(script.contents()).as(what).isEqualTo(synced);
        }
    }

    private void opensAsSyncedAndGoesOn(String what) throws IOException {
        try (ScriptedStore script = open()) {
            assertThat(script.batches()).as(what).isEqualTo(SYNCED);
            assertThat(script.contents()).as(what).isEqualTo(synced);
            script.append(3);
        }
        try (ScriptedStore script = open()) {
            assertThat(script.contents()).as(what).isEqualTo(ScriptedStore.expected(SYNCED + 3));
        }
    }

    private boolean counts(Path file, int position) {
        return file.endsWith(Manifest.FILE)
                || (position >= NpyHeader.BYTES && position < counting.getOrDefault(file, 0L));
    }

    /** Most of the flips go where the data is; a header is mostly padding. */
    private int position(Random random, Path file) {
        int size = whole(file).length;
        boolean behindHeader = file.toString().endsWith(".npy") && random.nextInt(8) > 0;
        return behindHeader && size > NpyHeader.BYTES
                ? NpyHeader.BYTES + random.nextInt(size - NpyHeader.BYTES)
                : random.nextInt(size);
    }

    private static void write(Path file, long position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private ScriptedStore open() throws IOException {
        return new ScriptedStore(new StoreOpener(
                        damaged, ScriptedStore.IDENTITY, ScriptedStore.CLOCK, ScriptedStore.BLOCK_ROWS, new FakeDisk())
                .open());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(damaged)) {
            return all.filter(file -> !file.endsWith(DirectoryLock.FILE)).toList();
        }
    }

    private byte[] whole(Path file) {
        return requireNonNull(pristine.get(file));
    }

    private long counted(Path file) {
        return requireNonNull(counting.get(file));
    }

    private void restore() throws IOException {
        for (Path file : files()) {
            if (!pristine.containsKey(file)) {
                Files.delete(file);
            }
        }
        for (Map.Entry<Path, byte[]> file : pristine.entrySet()) {
            if (!Files.exists(file.getKey()) || !Arrays.equals(file.getValue(), Files.readAllBytes(file.getKey()))) {
                Files.write(file.getKey(), file.getValue());
            }
        }
    }
}
