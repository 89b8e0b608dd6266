package dev.twinset.worker.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalFeatureIndexTest extends FeatureIndexContractTest {
    private static final LogIdentity LOG = new LogIdentity("cluster", "topic");
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path directory;

    private Instant now = START;

    @Override
    protected LocalFeatureIndex open() throws IOException {
        return new LocalFeatureIndexOpener(directory, "model", DIMENSION, LOG, Clock.fixed(now, ZoneOffset.UTC)).open();
    }

    @Test
    void whatAnUploadAskedForOutlivesARestartBesideItsAttributes() throws Exception {
        float[] vector = new RandomFeatures(3).unit();
        Map<String, String> attributes = Map.of("brand", "a", "stock", "5");
        Map<String, String> options = Map.of("limit", "7", "filter", "-brand");
        try (FeatureIndex index = open()) {
            index.apply(List.of(new FeatureChange("item", Optional.of(vector), attributes, options)), Map.of(0, 1L));
            assertThat(index.item("item").orElseThrow().attributes()).isEqualTo(attributes);
            assertThat(index.item("item").orElseThrow().options()).isEqualTo(options);
        }
        try (FeatureIndex index = open()) {
            index.describe(List.of(new ItemAttributes("item", Optional.of(Map.of("stock", "0")))), Map.of(0, 1L));
            Item item = index.item("item").orElseThrow();
            assertThat(item.vector()).isEqualTo(vector);
            assertThat(item.attributes()).isEqualTo(Map.of("brand", "a", "stock", "0"));
            assertThat(item.options()).isEqualTo(options);
        }
    }

    @Test
    void compactionDropsSupersededRowsAndNoSearchNotices() throws Exception {
        RandomFeatures features = new RandomFeatures(9);
        BruteForceIndex model = new BruteForceIndex();
        List<Query> queries = features.queries(10);
        try (FeatureIndex index = open()) {
            for (int round = 0; round < 5; round++) {
                for (int first = 0; first < 3000; first += 500) {
                    List<FeatureChange> changes = new ArrayList<>();
                    for (int i = first; i < first + 500; i++) {
                        changes.add(features.put("item" + i));
                    }
                    changes.add(RandomFeatures.delete("item" + features.below(3000)));
                    index.apply(changes, Map.of(0, round * 3000L + first));
                    model.apply(changes);
                    List<ItemAttributes> descriptions = features.descriptions(20);
                    index.describe(descriptions, Map.of());
                    model.describe(descriptions);
                    SearchResult result = index.search(List.of(), queries);
                    assertThat(result.items()).isEqualTo(model.items());
                    assertSame(result.answers(), model.answers(queries), "round " + round);
                }
            }
        }
        assertThat(directory.resolve("000001.vec.npy"))
                .as("before the first compaction")
                .doesNotExist();
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isEqualTo(model.items());
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 14_500L));
            index.describe(model.said(), Map.of());
            assertSame(index.search(List.of(), queries).answers(), model.answers(queries), "after a restart");
        }
    }

    /** A price that changes daily: each change is an attribute set that nothing has any more after the next. */
    @Test
    void attributeSetsThatNothingHasAnyMoreAreDropped() throws Exception {
        RandomFeatures features = new RandomFeatures(9);
        BruteForceIndex model = new BruteForceIndex();
        List<FeatureChange> changes = List.of(features.put("item1"), features.put("item2"));
        model.apply(changes);
        try (FeatureIndex index = open()) {
            index.apply(changes, Map.of(0, 2L));
            for (int price = 0; price < 300_000; price++) {
                index.describe(List.of(price("item1", price), price("item3", price)), Map.of(0, price + 1L));
            }
            model.describe(List.of(price("item1", 299_999)));
            List<Query> queries = features.queries(10);
            assertSame(index.search(List.of(), queries).answers(), model.answers(queries), "at the end");
        }
        assertThat(directory.resolve("000002.vec.npy")).exists();
    }

    private static ItemAttributes price(String itemId, int price) {
        return new ItemAttributes(itemId, Optional.of(Map.of("price", Integer.toString(price))));
    }

    @Test
    void aSearchNeverSeesAPartOfABatchWithoutItsOffsets() throws Exception {
        int items = 150_000; // more than one record of the store takes
        float[] vector = new float[DIMENSION];
        vector[0] = 1;
        List<FeatureChange> changes = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            changes.add(new FeatureChange("item" + i, Optional.of(vector)));
        }
        List<Query> queries = new RandomFeatures(1).queries(1);
        try (LocalFeatureIndex index = open()) {
            index.apply(changes.subList(0, 1), Map.of(0, 1L));
            Set<String> seen = ConcurrentHashMap.newKeySet();
            AtomicBoolean applied = new AtomicBoolean();
            Thread searching = new Thread(() -> {
                while (!applied.get()) {
                    SearchResult result = index.search(List.of(), queries);
                    seen.add(result.offsets().features() + " " + result.items());
                }
            });
            searching.start();
            index.apply(changes, Map.of(0, 200_000L));
            applied.set(true);
            searching.join();
            assertThat(seen).isSubsetOf("{0=1} 1", "{0=200000} " + items);
            assertThat(index.items()).isEqualTo(items);
        }
        try (LocalFeatureIndex index = open()) {
            assertThat(index.items()).isEqualTo(items);
        }
    }

    @Test
    void aDamagedCopyIsDroppedAndStartsEmpty() throws Exception {
        fill(50);
        Path vectors = directory.resolve("000001.vec.npy");
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[4100] ^= 1;
        Files.write(vectors, bytes);
        startsEmpty();
        fill(50);
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isEqualTo(50);
        }
    }

    @Test
    void aCopyOfAnotherFormatIsDroppedAndStartsEmpty() throws Exception {
        Path generation = Files.createDirectory(directory.resolve("000001"));
        Files.writeString(generation.resolve("000000.log"), "rows of format 1");
        Files.writeString(directory.resolve("store.properties"), "format=1\n");
        startsEmpty();
        assertThat(generation).doesNotExist();
        assertThat(directory.resolve("store.properties")).doesNotExist();
    }

    /** Of a manifest that only its format tells from one of now. */
    @Test
    void aCopyOfTheFormatWithoutAttributesIsDroppedAndStartsEmpty() throws Exception {
        fill(50);
        Path manifest = directory.resolve("manifest.json");
        String body = Files.readString(manifest).substring(21).replace("\"format\":3", "\"format\":2");
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(UTF_8));
        Files.writeString(manifest, "{\"crc32c\":\"%08x\",%s".formatted(crc.getValue(), body));
        startsEmpty();
        fill(50);
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isEqualTo(50);
        }
    }

    @Test
    void aCopyOfAnotherLogIsDroppedAndStartsEmpty() throws Exception {
        fill(50);
        LogIdentity other = new LogIdentity("cluster", "made again");
        try (FeatureIndex index = new LocalFeatureIndexOpener(
                        directory, "model", DIMENSION, other, Clock.fixed(now, ZoneOffset.UTC))
                .open()) {
            assertThat(index.items()).isZero();
            assertThat(index.offsets().features()).isEmpty();
        }
    }

    @Test
    void featuresOfAnotherModelAreRefusedAndKept() throws Exception {
        fill(50);
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        assertThatThrownBy(() -> new LocalFeatureIndexOpener(directory, "other", DIMENSION, LOG, clock).open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("features of model model with 8 dimensions")
                .hasMessageContaining("this worker runs model other with 8");
        assertThatThrownBy(() -> new LocalFeatureIndexOpener(directory, "model", 16, LOG, clock).open())
                .isInstanceOf(IOException.class);
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isEqualTo(50);
        }
    }

    @Test
    void aDirectoryInUseIsRefused() throws Exception {
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isZero();
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another worker");
        }
    }

    @Test
    void theTimeOfCatchingUpMovesOnlyOnceTheEndOfTheLogWasReached() throws Exception {
        Duration hour = Duration.ofHours(1);
        fill(1);
        now = START.plus(hour);
        try (LocalFeatureIndex index = open()) {
            index.apply(List.of(), Map.of(0, 5L));
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 9L)), Duration.ZERO))
                    .isFalse();
            assertThat(index.caughtUp()).as("while it catches up").isEqualTo(START);
        }
        now = START.plus(hour.multipliedBy(2));
        try (LocalFeatureIndex index = open()) {
            assertThat(index.caughtUp()).as("after a restart").isEqualTo(START);
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 5L)), Duration.ZERO))
                    .isTrue();
            assertThat(index.caughtUp()).as("at the end of the log").isEqualTo(now);
        }
        try (LocalFeatureIndex index = open()) {
            assertThat(index.caughtUp()).isEqualTo(now);
        }
    }

    private void startsEmpty() throws IOException {
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isZero();
            assertThat(index.offsets().features()).isEmpty();
        }
    }

    private void fill(int items) throws IOException {
        RandomFeatures features = new RandomFeatures(3);
        try (FeatureIndex index = open()) {
            for (int i = 0; i < items; i++) {
                index.apply(List.of(features.put("item" + i)), Map.of(0, i + 1L));
            }
        }
    }
}
