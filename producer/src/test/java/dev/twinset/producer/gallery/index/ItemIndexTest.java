package dev.twinset.producer.gallery.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ItemIndexTest {
    private final ItemIndex index = new ItemIndex();

    @Test
    void agreesWithAMapWhateverHappens() {
        Map<String, RecordPosition> uploads = new HashMap<>();
        Map<String, RecordPosition> answers = new HashMap<>();
        Random random = new Random(7);
        for (int step = 0; step < 60_000; step++) {
            String id = "id-" + random.nextInt(9_000);
            RecordPosition place = new RecordPosition(random.nextInt(12), step);
            switch (random.nextInt(6)) {
                case 0 -> {
                    index.deleted(bytes(id));
                    uploads.remove(id);
                }
                case 1 -> {
                    index.withdrawn(bytes(id));
                    answers.remove(id);
                }
                case 2, 3 -> {
                    index.answered(bytes(id), place, Set.of());
                    answers.put(id, place);
                }
                default -> {
                    index.uploaded(bytes(id), place, ItemLabel.NONE);
                    uploads.put(id, place);
                }
            }
        }
        int items = 0;
        for (int i = 0; i < 9_000; i++) {
            String id = "id-" + i;
            Optional<ItemIndex.Entry> entry = index.find(id);
            assertThat(entry.flatMap(ItemIndex.Entry::upload)).isEqualTo(Optional.ofNullable(uploads.get(id)));
            assertThat(entry.flatMap(ItemIndex.Entry::answer)).isEqualTo(Optional.ofNullable(answers.get(id)));
            items += entry.isPresent() ? 1 : 0;
        }
        assertThat(index.items()).isEqualTo(items);
    }

    @Test
    void knowsWhichAnswersAreRemarkableAsLongAsTheyAreTheLatest() {
        RecordPosition place = new RecordPosition(0, 1);
        for (int i = 0; i < 5_000; i++) {
            index.answered(bytes("item-" + i), place, i % 10 == 0 ? Set.of(AnswerTrait.WEAK) : Set.of());
        }
        index.answered(bytes("item-10"), place, Set.of(AnswerTrait.PERFECT));
        index.withdrawn(bytes("item-4990"));
        assertThat(index.answered()).isEqualTo(4_999);
        assertThat(index.with(AnswerTrait.WEAK)).isEqualTo(498);
        assertThat(index.with(AnswerTrait.PERFECT)).isEqualTo(1);
        assertThat(index.with(AnswerTrait.PERFECT, 0, 9)).containsExactly("item-10");
        assertThat(index.with(AnswerTrait.WEAK, 0, 2)).containsExactly("item-4980", "item-4970");
        assertThat(index.with(AnswerTrait.WEAK, 496, 9)).containsExactly("item-20", "item-0");
    }

    @Test
    void anItemIsCalledByWhatItsLatestUploadSays() {
        RecordPosition place = new RecordPosition(0, 1);
        ItemLabel label = ItemLabel.of(Map.of("category", "Apparel", "articletype", "Shirts", "color", " Blue "));
        assertThat(label).isEqualTo(new ItemLabel("Shirts", "Blue"));
        index.uploaded(bytes("a"), place, label);
        index.uploaded(bytes("b"), place, label);
        index.uploaded(bytes("b"), place, ItemLabel.of(Map.of("type", "x".repeat(61))));
        assertThat(index.label("a")).isEqualTo(label);
        assertThat(index.label("b")).isEqualTo(ItemLabel.NONE);
        index.deleted(bytes("a"));
        assertThat(index.label("a")).isEqualTo(ItemLabel.NONE);
    }

    @Test
    void holdsAMillionItemsInLessThanSeventyMegabytes() {
        long before = used();
        for (int i = 0; i < 1_000_000; i++) {
            index.uploaded(bytes("item-" + i), new RecordPosition(i % 12, i), ItemLabel.NONE);
            index.answered(bytes("item-" + i), new RecordPosition(i % 12, i + 1L), Set.of());
        }
        assertThat(used() - before).isLessThan(70L << 20);
        assertThat(index.items()).isEqualTo(1_000_000);
        assertThat(index.find("item-999999"))
                .map(entry -> entry.upload().orElseThrow())
                .contains(new RecordPosition(999_999 % 12, 999_999));
        long start = System.nanoTime();
        assertThat(index.startingWith("item-99999", 30)).hasSize(11).startsWith("item-99999");
        assertThat(System.nanoTime() - start).as("nanoseconds of a search").isLessThan(1_000_000_000L);
    }

    @Test
    void findsByTheBeginningOfAnId() {
        for (String id : List.of("Shirt-1", "shirt-22", "shirt-3", "hat-1", "shoe/ö", "ö-1")) {
            index.uploaded(bytes(id), new RecordPosition(0, 1), ItemLabel.NONE);
        }
        index.deleted(bytes("shirt-3"));
        assertThat(index.startingWith("shirt", 10)).containsExactly("Shirt-1", "shirt-22");
        assertThat(index.startingWith("shirt", 1)).containsExactly("Shirt-1");
        assertThat(index.startingWith("ö", 10)).containsExactly("ö-1");
        assertThat(index.startingWith("shirt-1-and-more", 10)).isEmpty();
        assertThat(index.startingWith("", 10)).hasSize(5);
    }

    @Test
    void forgetsNoItemThatComesBack() {
        index.uploaded(bytes("a"), new RecordPosition(0, 1), ItemLabel.NONE);
        index.deleted(bytes("a"));
        assertThat(index.find("a")).isEmpty();
        assertThat(index.items()).isZero();
        index.uploaded(bytes("a"), new RecordPosition(0, 2), ItemLabel.NONE);
        assertThat(index.find("a")).map(entry -> entry.upload().orElseThrow()).contains(new RecordPosition(0, 2));
        assertThat(index.items()).isEqualTo(1);
    }

    @Test
    void isBounded() {
        ItemIndex small = new ItemIndex(2);
        small.uploaded(bytes("a"), new RecordPosition(0, 1), ItemLabel.NONE);
        small.deleted(bytes("never seen"));
        assertThat(small.full()).isFalse();
        small.uploaded(bytes("b"), new RecordPosition(0, 2), ItemLabel.NONE);
        small.uploaded(bytes("c"), new RecordPosition(0, 3), ItemLabel.NONE);
        small.uploaded(bytes("a"), new RecordPosition(0, 4), ItemLabel.NONE);
        assertThat(small.full()).isTrue();
        assertThat(small.find("c")).isEmpty();
        assertThat(small.find("a")).map(entry -> entry.upload().orElseThrow()).contains(new RecordPosition(0, 4));
    }

    @Test
    void passesOverWhatCannotBeAnId() {
        index.uploaded(new byte[0], new RecordPosition(0, 1), ItemLabel.NONE);
        index.uploaded(new byte[256], new RecordPosition(0, 1), ItemLabel.NONE);
        assertThat(index.items()).isZero();
    }

    @Test
    void aPlaceIsTheSameAfterPacking() {
        for (RecordPosition place : List.of(
                new RecordPosition(0, 0),
                new RecordPosition(32_767, (1L << 48) - 1),
                new RecordPosition(11, 123_456_789_012L))) {
            assertThat(RecordPosition.unpacked(place.packed())).isEqualTo(place);
            assertThat(place.packed()).isNotNegative();
        }
    }

    private static byte[] bytes(String id) {
        return id.getBytes(UTF_8);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
