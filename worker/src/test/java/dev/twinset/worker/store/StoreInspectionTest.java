package dev.twinset.worker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StoreInspectionTest {
    private static final StoreIdentity IDENTITY = new StoreIdentity("model", 2, "cluster", "topic");

    @TempDir
    private Path directory;

    @Test
    void nothingIsThereAndNothingIsMade() {
        StoreInspection found = StoreInspection.of(directory.resolve("none"));
        assertThat(found.identity()).isEmpty();
        assertThat(found.damage()).isEmpty();
        assertThat(found.user().state()).isEqualTo(StoreUser.State.FREE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aStoreIsReadToItsLastRowAndLeftAsItWasAlsoWhereItsEndIsTorn() throws IOException {
        fill();
        Path ids = directory.resolve("000001.ids.npy");
        Files.write(ids, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Files.write(directory.resolve("manifest.json.tmp"), new byte[] {'{'});
        Map<Path, Long> before = sizes();

        StoreInspection found = StoreInspection.of(directory);

        assertThat(found.identity()).hasValue(IDENTITY);
        assertThat(found.rows()).isEqualTo(1);
        assertThat(found.offsets()).isEqualTo(Map.of(0, 2L));
        assertThat(found.damage()).isEmpty();
        assertThat(sizes()).isEqualTo(before);
    }

    @Test
    void damageIsToldWhereverItIs() throws IOException {
        fill();
        Path vectors = directory.resolve("000001.vec.npy");
        try (RandomAccessFile file = new RandomAccessFile(vectors.toFile(), "rw")) {
            file.setLength(4096);
        }
        assertThat(StoreInspection.of(directory).damage()).isPresent();
        Files.delete(vectors);
        assertThat(StoreInspection.of(directory).damage()).isPresent();
        Files.writeString(directory.resolve("manifest.json"), "{}");
        assertThat(StoreInspection.of(directory).damage()).isPresent();
    }

    @Test
    void anEarlierFormatIsNoDamage() throws IOException {
        Files.writeString(directory.resolve("store.properties"), "format=1\n");
        StoreInspection found = StoreInspection.of(directory);
        assertThat(found.damage()).isEmpty();
        assertThat(found.otherFormat())
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("older than 3"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoHoldsItIsKnownAndGoesOnHoldingIt() throws IOException {
        FeatureStore store = FeatureStore.open(directory, IDENTITY, Clock.systemUTC());
        try (store) {
            StoreInspection found = StoreInspection.of(directory);
            assertThat(found.user().isHeld()).isTrue();
            assertThat(found.user().process()).hasValue(ProcessHandle.current().pid());
            assertThat(StoreUser.of(directory).isHeld()).as("still").isTrue();
        }
        assertThat(StoreUser.of(directory).state()).isEqualTo(StoreUser.State.FREE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theLockOfAnotherFileIsNotThisOnes() throws IOException {
        fill();
        Path other = directory.resolve("other");
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(StoreUser.of(directory).state()).isEqualTo(StoreUser.State.FREE);
        }
    }

    private void fill() throws IOException {
        try (FeatureStore store = FeatureStore.open(directory, IDENTITY, Clock.systemUTC())) {
            store.append(new RowBatch(List.of("a"), List.of(new float[] {1, 0}), new int[0], Map.of(0, 1L)));
            store.append(new RowBatch(List.of("a"), List.of(new float[] {0, 1}), new int[] {0}, Map.of(0, 2L)));
        }
    }

    private Map<Path, Long> sizes() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Map<Path, Long> sizes = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(file, Files.size(file));
            }
            return sizes;
        }
    }
}
