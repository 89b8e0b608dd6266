package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the files of a store hold: what is served is what was written, or the store is refused. */
final class StoreFuzzTest {
    private static final int BATCHES = 40;
    private static final int HEAD_BYTES = 21;
    private static final String[] TOKENS = {
        "\"", ":", ",", "{", "}", "[", "]", "null", "-1", "1.5", "\"\"", "\"rows\":0,", "\u0093NUMPY", "\u0000", " "
    };

    @TempDir
    private Path directory;

    private List<Path> files = List.of();
    private List<byte[]> valid = List.of();

    @BeforeEach
    void writeAStore() throws IOException {
        try (ScriptedStore script = open()) {
            script.append(BATCHES);
        }
        Manifest manifest = Manifest.read(directory).orElseThrow();
        files = List.of(
                directory.resolve(Manifest.FILE),
                StoreFiles.vectors(directory, manifest.vectors().number()),
                StoreFiles.ids(directory, manifest.ids().number()),
                StoreFiles.attributes(directory, manifest.attributes().number()),
                StoreFiles.attributeSets(directory, manifest.attributeSets().number()));
        valid = new ArrayList<>();
        for (Path file : files) {
            valid.add(Files.readAllBytes(file));
        }
    }

    @Test
    void mutatedFilesAreServedAsTheyWereOrRefused() throws InterruptedException {
        Map<String, List<Object>> written = ScriptedStore.expected(BATCHES);
        Fuzz.of(numbered(0), numbered(1), numbered(2), numbered(3), numbered(4))
                .tokens(TOKENS)
                .refusing(CorruptStoreException.class)
                .run(input -> {
                    int number = input.length == 0 ? 0 : (input[0] & 0xFF) % files.size();
                    replace(number, Arrays.copyOfRange(input, Math.min(1, input.length), input.length));
                    try (ScriptedStore script = openInspected()) {
                        assertThat(script.batches()).isEqualTo(BATCHES);
                        assertThat(script.contents()).isEqualTo(written);
                    }
                });
    }

    /** Of a checksum that fits, so that the checks behind it are reached. */
    @Test
    void aMutatedManifestServesNoVectorOrAttributesThatItsItemNeverHad() throws InterruptedException {
        Map<String, Set<List<Object>>> history = history();
        Fuzz.of(valid.get(0))
                .tokens(TOKENS)
                .repaired(StoreFuzzTest::withChecksum)
                .refusing(CorruptStoreException.class)
                .refusing(StoreFormatException.class)
                .refusing(IOException.class)
                .run(
                        manifest -> {
                            replace(0, manifest);
                            return openInspected();
                        },
                        script -> {
                            try (script) {
                                assertOf(history, script.store());
                            }
                        });
    }

    private byte[] numbered(int file) {
        byte[] content = valid.get(file);
        byte[] input = new byte[content.length + 1];
        input[0] = (byte) file;
        System.arraycopy(content, 0, input, 1, content.length);
        return input;
    }

    private void replace(int number, byte[] content) throws IOException {
        StoreFiles.deleteAllBut(directory, Set.copyOf(files));
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), i == number ? content : valid.get(i));
        }
    }

    private ScriptedStore open() throws IOException {
        return new ScriptedStore(new StoreOpener(
                        directory,
                        ScriptedStore.IDENTITY,
                        ScriptedStore.CLOCK,
                        ScriptedStore.BLOCK_ROWS,
                        new FakeDisk())
                .open());
    }

    /** A look from outside says the same of it. */
    private ScriptedStore openInspected() throws IOException {
        StoreInspection seen = StoreInspection.of(directory);
        try {
            ScriptedStore store = open();
            // the copy of another log is dropped, whatever it holds
            if (seen.identity().equals(Optional.of(ScriptedStore.IDENTITY))) {
                assertThat(seen.damage()).isEmpty();
            }
            return store;
        } catch (CorruptStoreException e) {
            assertThat(seen.damage()).hasValue(e.getMessage());
            throw e;
        }
    }

    private static void assertOf(Map<String, Set<List<Object>>> history, FeatureStore store) throws IOException {
        assertThat(store.deadRows()).isBetween(0L, store.rows());
        store.forEachLive((row, id, set) ->
                assertThat(history.getOrDefault(id, Set.of())).as(id).contains(ScriptedStore.content(store, row, set)));
    }

    private static Map<String, Set<List<Object>>> history() {
        Map<String, Set<List<Object>>> history = new HashMap<>();
        for (int batches = 1; batches <= BATCHES; batches++) {
            ScriptedStore.expected(batches)
                    .forEach((id, vector) -> history.computeIfAbsent(id, first -> new HashSet<>())
                            .add(vector));
        }
        return history;
    }

    /** A manifest with the checksum of what it holds. */
    static byte[] withChecksum(byte[] manifest) {
        if (manifest.length < HEAD_BYTES) {
            return manifest;
        }
        CRC32C crc = new CRC32C();
        crc.update(manifest, HEAD_BYTES, manifest.length - HEAD_BYTES);
        byte[] head = String.format("{\"crc32c\":\"%08x\",", crc.getValue()).getBytes(US_ASCII);
        System.arraycopy(head, 0, manifest, 0, head.length);
        return manifest;
    }
}
