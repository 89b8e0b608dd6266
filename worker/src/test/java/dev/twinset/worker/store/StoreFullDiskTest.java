package dev.twinset.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreFullDiskTest {
    @TempDir
    Path temporary;

    private final FakeDisk disk = new FakeDisk();

    /** The disk runs full after every number of bytes that twenty batches can take, some with wider ids. */
    @Test
    void aWriteThatFindsTheDiskFullChangesNothingAndMayBeRepeated() throws IOException {
        int failures = 0;
        for (int space = 0; space < 14_000; space += space < 1_000 ? 3 : 101) {
            Path directory = temporary.resolve("full" + space);
            disk.bytesLeft = Long.MAX_VALUE;
            try (ScriptedStore script = open(directory)) {
                script.append(14);
                disk.bytesLeft = space;
                for (int i = 0; i < 20; i++) {
                    int before = script.batches();
                    try {
                        script.append(1);
                    } catch (IOException e) {
                        failures++;
                        assertThat(e).hasMessageContaining("could not be written: No space left on device");
                        assertThat(script.batches()).isEqualTo(before);
                        assertThat(script.contents()).isEqualTo(ScriptedStore.expected(before));
                        disk.bytesLeft = Long.MAX_VALUE; // somebody made room
                    }
                }
                disk.bytesLeft = Long.MAX_VALUE;
                script.append(3);
                assertThat(script.contents()).isEqualTo(ScriptedStore.expected(script.batches()));
            }
            try (ScriptedStore script = open(directory)) {
                assertThat(script.batches()).isBetween(36, 37);
                assertThat(script.contents()).isEqualTo(ScriptedStore.expected(script.batches()));
            }
        }
        assertThat(failures).as("times the disk was full").isGreaterThan(100);
    }

    @Test
    void aCompactionThatFindsTheDiskFullLeavesTheStoreAsItWas() throws IOException {
        Path directory = temporary.resolve("store");
        try (ScriptedStore script = open(directory)) {
            script.append(60);
            for (int space = 0; space < 12_000; space += 1_000) {
                Set<Path> before = files(directory);
                disk.bytesLeft = space;
                assertThatThrownBy(script::compact).hasMessageContaining("No space left");
                assertThat(files(directory)).isEqualTo(before);
                disk.bytesLeft = Long.MAX_VALUE;
                assertThat(script.contents()).isEqualTo(ScriptedStore.expected(script.batches()));
                script.append(1);
            }
            script.compact();
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(72));
        }
    }

    @Test
    void afterAFailedSyncNothingIsTakenAnyMore() throws IOException {
        try (ScriptedStore script = open(temporary)) {
            script.append(5);
            script.store().sync();
            script.append(5);
            disk.failsToSync = true;
            assertThatThrownBy(() -> script.store().sync())
                    .hasMessageContaining("could not be synced: Input/output error");
            disk.failsToSync = false;
            assertThatThrownBy(() -> script.store().sync()).hasMessageContaining("could not be synced earlier");
            assertThatThrownBy(() -> script.append(1)).hasMessageContaining("restart the worker");
            assertThatThrownBy(script::compact).hasMessageContaining("restart the worker");
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(10));
        } catch (IOException closing) {
            assertThat(closing).hasMessageContaining("could not be synced earlier");
        }
        try (ScriptedStore script = open(temporary)) {
            assertThat(script.contents()).as("the last sync that succeeded").isEqualTo(ScriptedStore.expected(5));
        }
    }

    /** Which manifest holds is unknown then: whichever it is, its files must be there. */
    @Test
    void afterACompactionWhoseRenameMayNotLastNothingIsDeletedOrTaken() throws IOException {
        try (ScriptedStore script = open(temporary)) {
            script.append(60);
            script.store().sync();
            Path manifest = temporary.resolve(Manifest.FILE);
            byte[] old = Files.readAllBytes(manifest);
            disk.failsToSyncManifest = true;
            assertThatThrownBy(script::compact).hasMessageContaining("could not be synced");
            assertThatThrownBy(() -> script.append(1)).hasMessageContaining("could not be synced earlier");
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(60));
            byte[] compacted = Files.readAllBytes(manifest);
            assertThat(compacted).isNotEqualTo(old);
            for (byte[] either : List.of(old, compacted)) {
                Files.write(manifest, either);
                assertThat(StoreInspection.of(temporary).damage()).isEmpty();
            }
        } catch (IOException closing) {
            assertThat(closing).hasMessageContaining("could not be synced earlier");
        }
        disk.failsToSyncManifest = false;
        try (ScriptedStore script = open(temporary)) {
            assertThat(script.contents()).isEqualTo(ScriptedStore.expected(60));
        }
    }

    private ScriptedStore open(Path directory) throws IOException {
        return new ScriptedStore(
                new StoreOpener(directory, ScriptedStore.IDENTITY, ScriptedStore.CLOCK, ScriptedStore.BLOCK_ROWS, disk)
                        .open());
    }

    private static Set<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.endsWith(Manifest.NEXT)).collect(Collectors.toSet());
        }
    }
}
