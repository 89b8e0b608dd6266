package dev.twinset.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files: what is served is the state at the offsets that are told, or nothing. */
final class StoreDamageTest {
    private static final int BATCHES = 60;

    @TempDir
    Path damaged;

    private final Map<Path, byte[]> pristine = new HashMap<>();
    private final Map<Integer, Map<String, List<Float>>> states = new HashMap<>();

    @BeforeEach
    void fillAStoreOfSeveralSegments() throws IOException {
        try (ScriptedStore script = open()) {
            script.append(BATCHES);
        }
        for (Path file : files()) {
            pristine.put(file, Files.readAllBytes(file));
        }
        for (int batches = 0; batches <= BATCHES; batches++) {
            states.put(batches, ScriptedStore.expected(batches));
        }
        assertThat(pristine).as("files of at least three segments").hasSizeGreaterThan(9);
    }

    @Test
    void aLogTornAtAnyByteKeepsEveryWholeRecordBeforeIt() throws IOException {
        Path log = lastLog();
        byte[] whole = Files.readAllBytes(log);
        int before = BATCHES;
        for (int length = whole.length; length >= SegmentHeader.BYTES; length--) {
            restore();
            Files.write(log, java.util.Arrays.copyOf(whole, length));
            try (ScriptedStore script = open()) {
                int batches = script.batches();
                assertThat(batches).as("batches with %d bytes of log", length).isBetween(before - 1, before);
                assertThat(script.contents()).isEqualTo(states.get(batches));
                before = batches;
                script.append(3);
                assertThat(script.contents()).isEqualTo(ScriptedStore.expected(batches + 3));
            }
            try (ScriptedStore script = open()) {
                assertThat(script.batches()).isEqualTo(before + 3);
            }
        }
        assertThat(before).as("batches before the last segment").isLessThan(BATCHES);
    }

    @Test
    void rowsOrIdsTornAtAnyByteCutTheBatchesThatLackThem() throws IOException {
        for (String extension : List.of("vec.npy", "ids.npy")) {
            Path file = Path.of(lastLog().toString().replace("log", extension));
            byte[] whole = Files.readAllBytes(file);
            for (int length = whole.length - 1; length > NpyHeader.BYTES; length -= 7) {
                restore();
                Files.write(file, java.util.Arrays.copyOf(whole, length));
                openAndCheck(file + " cut to " + length);
            }
        }
    }

    @Test
    void garbageAfterTheLastRecordIsCut() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 50; round++) {
            restore();
            byte[] garbage = new byte[1 + random.nextInt(300)];
            random.nextBytes(garbage);
            Files.write(lastLog(), garbage, StandardOpenOption.APPEND);
            try (ScriptedStore script = open()) {
                assertThat(script.batches()).isEqualTo(BATCHES);
                assertThat(script.contents()).isEqualTo(states.get(BATCHES));
            }
        }
    }

    @Test
    void aFlippedBitIsFoundOrHarmless() throws IOException {
        long seed = 20_261;
        Random random = new Random(seed);
        List<Path> files = files();
        int found = 0;
        for (int flip = 0; flip < 10_000; flip++) {
            Path file = files.get(random.nextInt(files.size()));
            long position = position(random, file);
            int bit = random.nextInt(8);
            flip(file, position, bit);
            if (!openAndCheck("seed %d flip %d: bit %d of byte %d of %s".formatted(seed, flip, bit, position, file))) {
                found++;
            }
            restore();
        }
        assertThat(found).as("flips found").isGreaterThan(5_000);
    }

    @Test
    void damageThatCannotBeATornWriteIsRefused() throws IOException {
        List<Path> logs = files().stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList();
        for (Path log : logs) {
            restore();
            flip(log, SegmentHeader.BYTES + 20, 0); // the first record, others follow
            refused("damaged, but a whole record follows");
        }
        restore();
        flip(logs.get(0), Files.size(logs.get(0)) - 5, 0); // the last record, but not of the last segment
        refused("but later segments are there");
        restore();
        Files.delete(logs.get(0));
        refused("is missing, but later segments are there");
        restore();
        Path properties = damaged.resolve("store.properties");
        Files.writeString(properties, Files.readString(properties).replace("model=model", "model=nodel"));
        refused("does not match its checksum");
    }

    private void refused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(CorruptStoreException.class).hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsFoundOrHarmless() throws IOException {
        for (Path file : files()) {
            restore();
            Files.delete(file);
            openAndCheck(file + " is missing");
        }
    }

    /** Whether everything was there: else the damage was refused or the store cut. */
    private boolean openAndCheck(String what) throws IOException {
        try (ScriptedStore script = open()) {
            assertThat(script.contents()).as(what).isEqualTo(states.get(script.batches()));
            return script.batches() == BATCHES;
        } catch (CorruptStoreException e) {
            assertThat(e).hasMessageContaining(damaged.toString());
            return false;
        } catch (IOException e) {
            // a flipped bit of the format's number: refused as another version
            assertThat(e).as(what).hasMessageContaining("has format ");
            return false;
        }
    }

    /** Half of the flips go where the data is; a header is mostly padding. */
    private static long position(Random random, Path file) throws IOException {
        long size = Files.size(file);
        boolean behindHeader = file.toString().endsWith(".npy") && random.nextInt(8) > 0;
        return behindHeader && size > NpyHeader.BYTES
                ? NpyHeader.BYTES + random.nextInt((int) size - NpyHeader.BYTES)
                : random.nextInt((int) size);
    }

    private static void flip(Path file, long position, int bit) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ (1 << bit)));
            channel.write(one.rewind(), position);
        }
    }

    private ScriptedStore open() throws IOException {
        return new ScriptedStore(
                NpyFeatureStore.open(damaged, ScriptedStore.IDENTITY, ScriptedStore.SEGMENT_ROWS, new FakeDisk()));
    }

    private Path lastLog() throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith(".log"))
                .max(Path::compareTo)
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(damaged)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .sorted()
                    .toList();
        }
    }

    private void restore() throws IOException {
        for (Map.Entry<Path, byte[]> file : pristine.entrySet()) {
            if (!Files.exists(file.getKey())
                    || !java.util.Arrays.equals(file.getValue(), Files.readAllBytes(file.getKey()))) {
                Files.write(file.getKey(), file.getValue());
            }
        }
    }
}
