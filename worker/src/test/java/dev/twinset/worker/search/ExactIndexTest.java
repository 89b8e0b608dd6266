package dev.twinset.worker.search;

import static dev.twinset.worker.search.SlowSearch.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.result.Copies;
import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.Descriptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ExactIndexTest {
    @ParameterizedTest
    @CsvSource({"1,1,7", "2,3,64", "3,8,100", "4,16,1000", "5,128,500", "6,256,6000", "7,257,333"})
    void findsWhatASlowLoopFinds(long seed, int dimension, int rowsPerBlock) {
        Random random = new Random(seed);
        Fixture fixture = new Fixture(dimension, rowsPerBlock);
        for (int step = 0; step < 4; step++) {
            fixture.change(random, 2000);
            Map<String, Optional<Item>> overlay = fixture.overlay(random, random.nextInt(20));
            List<Query> queries = fixture.queries(random, 1 + random.nextInt(300));

            List<Found> answers = fixture.index.view().search(queries, fixture.index.described(overlay));

            assertThat(fixture.index.items()).isEqualTo(fixture.model.size());
            for (int i = 0; i < queries.size(); i++) {
                assertThat(values(List.of(answers.get(i))))
                        .as("seed %d step %d query %s", seed, step, queries.get(i))
                        .isEqualTo(values(List.of(fixture.slow(queries.get(i), overlay))));
            }
        }
    }

    /** With stretches of rows that have bounds, and end in rows that have none. */
    @ParameterizedTest
    @EnumSource
    void findsWhatASlowLoopFindsWhereverTheEnergyIs(Energy energy) {
        for (int dimension : new int[] {50, 128}) {
            Random random = new Random(dimension);
            Fixture fixture = new Fixture(dimension, 4500, energy);
            for (int step = 0; step < 2; step++) {
                fixture.change(random, 7000);
                Map<String, Optional<Item>> overlay = fixture.overlay(random, random.nextInt(20));
                List<Query> queries = fixture.queries(random, step == 0 ? 1 : 20);

                List<Found> answers = fixture.index.view().search(queries, fixture.index.described(overlay));

                RowBounds bounds = RowBounds.of(fixture.blocks.get(0), dimension, 0);
                assertThat(bounds.width() > 0).isEqualTo(energy.isInFirstAxes());
                for (int i = 0; i < queries.size(); i++) {
                    assertThat(values(List.of(answers.get(i))))
                            .as("%s, dimension %d step %d query %s", energy, dimension, step, queries.get(i))
                            .isEqualTo(values(List.of(fixture.slow(queries.get(i), overlay))));
                }
            }
        }
    }

    @Test
    void anAnswerIsTheSameToTheLastBitInABatchOfAnySize() {
        Random random = new Random(11);
        Fixture fixture = new Fixture(96, 6000, Energy.FALLING);
        fixture.change(random, 9000);
        List<Query> queries = fixture.queries(random, 300);
        List<Found> together = fixture.index.view().search(queries, Map.of());
        for (int size : new int[] {1, 2, 3, 16, 255, 256, 257}) {
            for (int first = 0; first + size <= queries.size(); first += Math.max(size, 20)) {
                assertThat(values(fixture.index.view().search(queries.subList(first, first + size), Map.of())))
                        .as("queries %d to %d", first, first + size)
                        .isEqualTo(values(together.subList(first, first + size)));
            }
        }
    }

    @Test
    void anAnswerDoesNotDependOnWhereTheRowsLie() {
        Random random = new Random(12);
        Fixture one = new Fixture(64, 5000);
        one.change(random, 3000);
        Fixture other = new Fixture(64, 37);
        one.said.forEach(other::describe);
        one.model.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                .forEach(item -> other.put(item.getKey(), item.getValue()));
        List<Query> queries = one.queries(random, 64);
        assertThat(values(other.index.view().search(queries, Map.of())))
                .isEqualTo(values(one.index.view().search(queries, Map.of())));
    }

    @Test
    void thousandsOfEqualVectorsComeInOrderOfTheirIds() {
        Fixture fixture = new Fixture(32, 1000);
        float[] vector = fixture.unit(new Random(13));
        List<Integer> numbers = new ArrayList<>();
        for (int i = 10_000; i < 15_000; i++) {
            numbers.add(i);
        }
        java.util.Collections.shuffle(numbers, new Random(13));
        numbers.forEach(number -> fixture.put("item" + number, vector));
        fixture.put("other", fixture.unit(new Random(14)));
        List<Query> queries = List.of(new Query(vector, Optional.of("item10001")), new Query(vector, Optional.empty()));
        List<Found> answers = fixture.index.view().search(queries, Map.of());
        assertThat(answers.get(0).items()).extracting(FoundItem::itemId).containsExactly("other");
        assertThat(answers.get(0).copies().itemIds()).startsWith("item10000", "item10002", "item10003");
        assertThat(answers.get(0).copies().more()).isEqualTo(4999 - Copies.MOST_NAMED);
        assertThat(answers.get(1).items()).extracting(FoundItem::itemId).containsExactly("item10000", "other");
        Copies copies = answers.get(1).items().get(0).copies();
        assertThat(copies.itemIds()).startsWith("item10001", "item10002").hasSize(Copies.MOST_NAMED);
        assertThat(copies.more()).isEqualTo(4999 - Copies.MOST_NAMED);
        assertThat(answers.get(1).copies()).isEqualTo(Copies.NONE);
    }

    /** Else one query would rank a whole catalogue, and a batch of them would take minutes. */
    @Test
    void aWalkEndsAfterTenThousandItems() {
        Fixture fixture = new Fixture(16, 5000);
        float[] best = unit(new Random(21), 16);
        for (int i = 0; i < 10_100; i++) {
            fixture.put("item" + i, i < 10_000 ? best : unit(new Random(i), 16));
        }
        List<Query> queries = List.of(new Query(best, Optional.empty()), new Query(best, Optional.of("item7")));

        List<Found> answers = fixture.index.view().search(queries, Map.of());

        assertThat(answers.get(0).items()).hasSize(1);
        assertThat(answers.get(1).items()).hasSize(1); // of the 9,999 copies and the next best
        assertThat(values(answers))
                .isEqualTo(values(
                        List.of(fixture.slow(queries.get(0), Map.of()), fixture.slow(queries.get(1), Map.of()))));
    }

    /** Where the first candidates do not settle an answer, of some queries of a batch and not of others. */
    @Test
    void copiesAndFullGroupsWithoutNumberAreWalkedToTheEnd() {
        Random random = new Random(20);
        Fixture fixture = new Fixture(16, 900);
        float[] placeholder = unit(random, 16);
        for (int i = 0; i < 4000; i++) {
            float[] vector = i % 2 == 0 ? placeholder : unit(random, 16);
            fixture.put("item" + i, new Item(vector, RandomOptions.attributes(random)));
        }
        List<Query> queries = fixture.queries(random, 60);
        for (int i = 0; i < 60; i++) {
            Optional<String> itself = i % 2 == 0 ? Optional.of("item" + 2 * i) : Optional.empty();
            queries.add(new Query(placeholder, itself, RandomOptions.options(random)));
        }
        List<Found> answers = fixture.index.view().search(queries, Map.of());
        for (int i = 0; i < queries.size(); i++) {
            assertThat(values(List.of(answers.get(i))))
                    .as("query %s", queries.get(i))
                    .isEqualTo(values(List.of(fixture.slow(queries.get(i), Map.of()))));
        }
    }

    @Test
    void noScorePassesOne() {
        Random random = new Random(14);
        for (int i = 0; i < 2000; i++) {
            float[] vector = unit(random, 1 + random.nextInt(300));
            assertThat(Cosine.score(vector, vector)).isBetween(0.999999f, 1f);
            float[] opposite = new float[vector.length];
            for (int j = 0; j < vector.length; j++) {
                opposite[j] = -vector[j];
            }
            assertThat(Cosine.score(vector, opposite)).isBetween(-1f, -0.999999f);
        }
    }

    @Test
    void oppositeVectorsAreFoundWhenNothingBetterIsLeft() {
        Fixture fixture = new Fixture(200, 1000);
        Random random = new Random(15);
        float[] vector = fixture.unit(random);
        float[] opposite = new float[vector.length];
        for (int j = 0; j < vector.length; j++) {
            opposite[j] = -vector[j];
        }
        for (int i = 50; i > 0; i--) {
            fixture.put("item" + i, opposite);
        }
        FoundItem found = fixture.index
                .view()
                .search(List.of(new Query(vector, Optional.empty())), Map.of())
                .get(0)
                .items()
                .get(0);
        assertThat(found.itemId()).isEqualTo("item1");
        assertThat(found.copies().itemIds()).startsWith("item10", "item11", "item12");
        assertThat(found.copies().more()).isEqualTo(39);
    }

    @Test
    void aFloatProductNeverMissesAScoreByMoreThanTheBound() {
        Random random = new Random(16);
        for (int round = 0; round < 300; round++) {
            int dimension = 1 + random.nextInt(600);
            float[] a = unit(random, dimension);
            float[] b = random.nextBoolean() ? a : unit(random, dimension);
            float forth = 0;
            for (int j = 0; j < dimension; j++) {
                forth += a[j] * b[j];
            }
            assertThat(Math.abs(forth - Cosine.score(a, b))).isLessThanOrEqualTo(Cosine.productError(dimension));
        }
    }

    @Test
    void aViewStaysAsItWasWhileTheIndexChanges() {
        Random random = new Random(17);
        Fixture fixture = new Fixture(16, 300);
        fixture.change(random, 1000);
        List<Query> queries = fixture.queries(random, 30);
        ExactView view = fixture.index.view();
        List<Found> before = view.search(queries, Map.of());
        fixture.change(random, 1000);
        assertThat(values(view.search(queries, Map.of()))).isEqualTo(values(before));
        assertThat(values(fixture.index.view().search(queries, Map.of()))).isNotEqualTo(values(before));
    }

    /** Rows that are there already change their attributes, and what a view shares with the index must not. */
    @Test
    void aViewKeepsTheAttributesItSawWhileItemsAreDescribed() {
        Random random = new Random(27);
        Fixture fixture = new Fixture(16, 300);
        for (int i = 0; i < 1000; i++) {
            fixture.put("item" + i, new Item(unit(random, 16), RandomOptions.attributes(random)));
        }
        List<Query> queries = fixture.queries(random, 60);
        for (int round = 0; round < 5; round++) {
            ExactView view = fixture.index.view();
            List<Found> before = view.search(queries, Map.of());
            for (int i = 0; i < 1000; i += 1 + random.nextInt(3)) {
                fixture.describe("item" + i, round == 3 ? Map.of() : RandomOptions.attributes(random));
            }
            assertThat(values(view.search(queries, Map.of()))).isEqualTo(values(before));
            List<Found> after = fixture.index.view().search(queries, Map.of());
            assertThat(values(after)).isNotEqualTo(values(before));
            assertThat(values(after))
                    .isEqualTo(values(queries.stream()
                            .map(query -> fixture.slow(query, Map.of()))
                            .toList()));
        }
    }

    @Test
    void anEmptyIndexAnswersWithNothing() {
        Fixture fixture = new Fixture(4, 10);
        List<Query> queries = fixture.queries(new Random(18), 3);
        assertThat(fixture.index.view().search(queries, Map.of())).hasSize(3).allSatisfy(found -> {
            assertThat(found.items()).isEmpty();
            assertThat(found.copies()).isEqualTo(Copies.NONE);
        });
        assertThat(fixture.index.view().search(List.of(), Map.of())).isEmpty();
    }

    @Test
    void aQueryThatIsNoUnitVectorIsRefused() {
        Fixture fixture = new Fixture(4, 10);
        for (float[] bad : new float[][] {{1}, {1, 1, 1, 1}, {Float.NaN, 0, 0, 0}, {0, 0, 0, 0}}) {
            List<Query> query = List.of(new Query(bad, Optional.empty()));
            ExactView view = fixture.index.view();
            assertThatThrownBy(() -> view.search(query, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a unit vector of 4 dimensions");
        }
    }

    @Test
    void puttingAnItemAgainReplacesItsRowAndRemovingForgetsIt() {
        Fixture fixture = new Fixture(4, 10);
        float[] vector = fixture.unit(new Random(19));
        assertThat(fixture.put("a", vector)).isEmpty();
        assertThat(fixture.put("a", vector)).hasValue(0);
        assertThat(fixture.index.row("a")).hasValue(1);
        fixture.index.remove("a");
        fixture.index.remove("a");
        fixture.index.remove("never there");
        assertThat(fixture.index.items()).isZero();
        assertThat(fixture.index.contains("a")).isFalse();
        assertThat(fixture.put("a", vector)).isEmpty();
        assertThat(fixture.index.items()).isEqualTo(1);
    }

    private static float[] unit(Random random, int dimension) {
        return Energy.EVEN.unit(random, dimension);
    }

    /** How vectors are spread over their axes. */
    private enum Energy {
        EVEN,
        FALLING,
        /** Bounds rule nothing out: the first axes are the same in all. */
        FIRST_AXES_EQUAL,
        LAST_AXES_ZERO,
        LAST_AXES_TINY,
        ONLY_LAST_AXES,
        HALF_OPPOSITE;

        boolean isInFirstAxes() {
            return this != EVEN && this != ONLY_LAST_AXES;
        }

        private double draw(Random random, int axis) {
            double drawn = random.nextGaussian();
            boolean first = axis < 15;
            return switch (this) {
                case EVEN -> drawn;
                case FALLING -> drawn / (1 + axis);
                case FIRST_AXES_EQUAL -> first ? 1 : drawn / 10;
                case LAST_AXES_ZERO -> first ? drawn : 0;
                case LAST_AXES_TINY -> first ? drawn : drawn * 1e-42;
                case ONLY_LAST_AXES -> first ? 0 : drawn;
                case HALF_OPPOSITE -> axis == 0 ? Math.copySign(9, drawn) : drawn / (1 + axis);
            };
        }

        float[] unit(Random random, int dimension) {
            double[] drawn = new double[dimension];
            double square = 0;
            for (int i = 0; i < dimension; i++) {
                drawn[i] = draw(random, i);
                square += drawn[i] * drawn[i];
            }
            float[] vector = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) (drawn[i] / Math.sqrt(square));
            }
            return vector;
        }
    }

    /** An index over its own memory, beside a plain map of what it should hold. */
    private static final class Fixture {
        final Map<String, Item> model = new HashMap<>();
        final Map<String, Map<String, String>> said = new HashMap<>();
        final ExactIndex index;
        private final int dimension;
        private final int rowsPerBlock;
        private final List<FloatBuffer> blocks = new ArrayList<>();
        private final AttributeSets attributes = new AttributeSets();
        private final Energy energy;
        private int rows;

        Fixture(int dimension, int rowsPerBlock) {
            this(dimension, rowsPerBlock, Energy.EVEN);
        }

        Fixture(int dimension, int rowsPerBlock, Energy energy) {
            this.energy = energy;
            this.dimension = dimension;
            this.rowsPerBlock = rowsPerBlock;
            index = new ExactIndex(dimension, rowsPerBlock, blocks::get, attributes, new Descriptions());
        }

        OptionalInt put(String itemId, float[] vector) {
            return put(itemId, new Item(vector, Map.of()));
        }

        OptionalInt put(String itemId, Item item) {
            if (rows % rowsPerBlock == 0) {
                blocks.add(ByteBuffer.allocateDirect(rowsPerBlock * dimension * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
            }
            blocks.get(rows / rowsPerBlock).put(rows % rowsPerBlock * dimension, item.vector());
            model.put(itemId, item);
            return index.put(rows++, itemId, attributes.add(item.attributes()));
        }

        void change(Random random, int changes) {
            for (int i = 0; i < changes; i++) {
                String itemId = "item" + random.nextInt(changes);
                int kind = random.nextInt(5);
                if (kind == 0) {
                    index.remove(itemId);
                    model.remove(itemId);
                } else if (kind == 1) {
                    describe(itemId, random.nextInt(3) == 0 ? Map.of() : RandomOptions.attributes(random));
                } else {
                    put(itemId, new Item(unit(random), RandomOptions.attributes(random)));
                }
            }
        }

        void describe(String itemId, Map<String, String> attributes) {
            index.describe(itemId, attributes);
            said.put(itemId, attributes);
        }

        Map<String, Optional<Item>> overlay(Random random, int changes) {
            Map<String, Optional<Item>> overlay = new HashMap<>();
            for (int i = 0; i < changes; i++) {
                overlay.put(
                        random.nextBoolean() ? "item" + random.nextInt(2000) : "new" + i,
                        random.nextInt(3) == 0
                                ? Optional.empty()
                                : Optional.of(new Item(unit(random), RandomOptions.attributes(random))));
            }
            return overlay;
        }

        List<Query> queries(Random random, int count) {
            List<Query> queries = new ArrayList<>();
            List<Map.Entry<String, Item>> items =
                    model.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
            for (int i = 0; i < count; i++) {
                float[] vector = unit(random);
                Optional<String> itself = Optional.empty();
                if (!items.isEmpty() && random.nextInt(3) > 0) {
                    var item = items.get(random.nextInt(items.size()));
                    vector = item.getValue().vector();
                    itself = random.nextBoolean() ? Optional.of(item.getKey()) : Optional.empty();
                }
                queries.add(new Query(vector, itself, RandomOptions.options(random)));
            }
            return queries;
        }

        Found slow(Query query, Map<String, Optional<Item>> overlay) {
            Map<String, Item> all = new HashMap<>(model);
            overlay.forEach((id, item) -> item.ifPresentOrElse(i -> all.put(id, i), () -> all.remove(id)));
            all.replaceAll((id, item) ->
                    new Item(item.vector(), ItemAttributes.over(item.attributes(), said.getOrDefault(id, Map.of()))));
            return SlowSearch.answer(query, all);
        }

        /** Random, or one of three directions, or such a one with its last bits moved: equal and nearly equal rows. */
        float[] unit(Random random) {
            int kind = random.nextInt(4);
            if (kind > 1) {
                return energy.unit(random, dimension);
            }
            float[] vector = energy.unit(new Random(random.nextInt(3)), dimension);
            if (kind == 1) {
                int place = random.nextInt(dimension);
                vector[place] = random.nextBoolean() ? Math.nextUp(vector[place]) : Math.nextDown(vector[place]);
            }
            return vector;
        }
    }
}
