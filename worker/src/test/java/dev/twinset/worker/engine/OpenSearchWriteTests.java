package dev.twinset.worker.engine;

import static dev.twinset.worker.engine.Documents.EAST;
import static dev.twinset.worker.engine.Documents.NORTH;
import static dev.twinset.worker.engine.Documents.delete;
import static dev.twinset.worker.engine.Documents.ids;
import static dev.twinset.worker.engine.Documents.listed;
import static dev.twinset.worker.engine.Documents.put;
import static dev.twinset.worker.engine.Documents.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.search.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written: what of it counts, and that it can be read back. {@link OpenSearchEngineIT} runs them. */
abstract class OpenSearchWriteTests {
    private final OpenSearchServer server;

    OpenSearchWriteTests(OpenSearchServer server) {
        this.server = server;
    }

    @Test
    void whatIsWrittenIsSearchedOnceItIsRefreshed() {
        OpenSearchEngine engine = server.engine(2);

        engine.write(List.of(put("a", 1, EAST), put("b", 2, NORTH)));
        assertThat(engine.count()).isZero();
        assertThat(engine.document("a")).isPresent();
        assertThat(engine.search(List.of(query(5, EAST)))).containsExactly(List.of());

        engine.refresh();
        assertThat(engine.count()).isEqualTo(2);
        assertThat(ids(engine.search(List.of(query(5, EAST))).get(0))).containsExactly("a", "b");
    }

    @Test
    void onlyANewerChangeCountsWhateverComesAgain() {
        OpenSearchEngine engine = server.engine(2);
        engine.write(List.of(put("a", 5, EAST)));

        engine.write(List.of(put("a", 4, NORTH), delete("a", 3), put("a", 5, NORTH)));
        assertThat(vector(engine, "a")).containsExactly(EAST);
        engine.write(List.of(delete("a", 6), put("a", 5, NORTH), put("a", 4, NORTH)));
        assertThat(engine.document("a")).isEmpty();
        engine.write(List.of(put("a", 7, NORTH), delete("never there", 8)));
        assertThat(vector(engine, "a")).containsExactly(NORTH);
        engine.refresh();
        assertThat(listed(engine)).containsExactly("a");
    }

    /** A worker that lost its partitions may write for a while what others have deleted since. */
    @Test
    void aDeletedItemDoesNotComeBackThroughALateWrite() {
        OpenSearchEngine engine = server.engine(2, List.of(put("a", 1, EAST)));
        engine.write(List.of(delete("a", 2)));
        engine.refresh();

        engine.write(List.of(put("a", 1, EAST)));
        engine.refresh();
        assertThat(engine.document("a")).isEmpty();
        assertThat(engine.count()).isZero();
    }

    private static float[] vector(OpenSearchEngine engine, String itemId) {
        return engine.document(itemId).orElseThrow().item().orElseThrow().vector();
    }

    @Test
    void aDocumentComesBackAsItWas() {
        Random random = new Random(3);
        Item item = new Item(
                Documents.unit(random, 16),
                Map.of("gender", "Women", "title", "a = \"b\"\n\u2603", "empty", ""),
                Map.of("a.b", "c", "limit", "5"));
        EngineDocument written = new EngineDocument("x", 7, 1L << 40, Optional.of(item));
        OpenSearchEngine engine = server.engine(16, List.of(written));

        EngineDocument found =
                engine.search(List.of(query(1, item.vector()))).get(0).get(0);
        for (EngineDocument read : List.of(found, engine.document("x").orElseThrow())) {
            assertThat(read.itemId()).isEqualTo("x");
            assertThat(read.partition()).isEqualTo(7);
            assertThat(read.offset()).isEqualTo(1L << 40);
            assertThat(read.item().orElseThrow().vector()).containsExactly(item.vector());
            assertThat(read.item().orElseThrow().attributes()).isEqualTo(item.attributes());
            assertThat(read.item().orElseThrow().options()).isEqualTo(item.options());
        }
    }

    @Test
    void idsMayHoldAnyCharacter() {
        List<String> ids = List.of(
                ".", "a b", "a+b", "a%20b", "_doc", "?q=1#x", "\"'{}", "*", "ünï-\u2603-\uD83D\uDC57", "a".repeat(255));
        OpenSearchEngine engine = server.engine(
                2,
                IntStream.range(0, ids.size())
                        .mapToObj(i -> put(ids.get(i), i, EAST))
                        .toList());

        assertThat(listed(engine)).containsExactlyInAnyOrderElementsOf(ids);
        for (String id : ids) {
            assertThat(engine.document(id).orElseThrow().itemId()).isEqualTo(id);
        }
        engine.write(ids.stream().map(id -> delete(id, 100)).toList());
        engine.refresh();
        assertThat(listed(engine)).isEmpty();
    }

    @Test
    void idsAreListedBeyondOnePage() {
        List<EngineDocument> documents = IntStream.range(0, EngineQueries.MOST_HITS + 7)
                .mapToObj(i -> new EngineDocument("item" + i, i % 3, i, Optional.of(new Item(EAST, Map.of()))))
                .toList();

        assertThat(listed(server.engine(2, documents))).containsExactlyInAnyOrderElementsOf(ids(documents));
    }

    @Test
    void aWriteIsCutIntoRequestsOfLimitedSize() {
        OpenSearchEngine engine = new OpenSearchEngine(server.settings(1), "model", "cut", 2);
        engine.prepare();
        engine.write(List.of(put("a", 1, EAST), delete("b", 2), put("c", 3, EAST)));
        engine.refresh();

        assertThat(listed(engine)).containsExactly("a", "c");
    }
}
