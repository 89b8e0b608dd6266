package dev.twinset.worker.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.console.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class AttributeSetsTest {
    private final AttributeSets sets = new AttributeSets();

    @Test
    void aSetIsHeldOnceInWhateverOrderItsAttributesCome() {
        int first = sets.add(Map.of("gender", "Women", "brand", "B"));
        sets.add(Map.of("brand", "C"));
        assertThat(sets.add(Map.of("brand", "B", "gender", "Women"))).isEqualTo(first);
        assertThat(sets.view().sets()).isEqualTo(3);
        assertThat(sets.view().attributes()).isEqualTo(3);
        assertThat(sets.add(Map.of())).isEqualTo(AttributeSets.NONE);
    }

    @Test
    void aValueIsFoundByTheWholeNameOfItsAttribute() {
        int set = sets.add(Map.of("a", "=1=", "ab", "2", "empty", ""));
        assertThat(sets.view().value(set, "a")).isEqualTo("=1=");
        assertThat(sets.view().value(set, "ab")).isEqualTo("2");
        assertThat(sets.view().value(set, "empty")).isEmpty();
        assertThat(sets.view().value(set, "b")).isNull();
        assertThat(sets.view().value(AttributeSets.NONE, "a")).isNull();
    }

    @Test
    void whatIsReadBackIsWhatWasAddedHoweverOftenItWasWritten() {
        Random random = new Random(1);
        List<Map<String, String>> added = new ArrayList<>();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        AttributeView written = sets.view();
        for (int step = 0; step < 3000; step++) {
            Map<String, String> set = random(random);
            if (sets.add(set) == added.size() + 1) {
                added.add(set);
            }
            if (random.nextInt(10) == 0) {
                file.writeBytes(sets.since(written));
                written = sets.view();
            }
        }
        file.writeBytes(sets.since(written));
        AttributeView read =
                AttributeSets.read(ByteBuffer.wrap(file.toByteArray())).view();
        assertThat(read.sets()).isEqualTo(added.size() + 1);
        assertThat(read.attributes()).isEqualTo(sets.view().attributes());
        for (int i = 0; i < added.size(); i++) {
            assertThat(read.get(i + 1)).isEqualTo(added.get(i));
        }
    }

    @Test
    void aViewStaysAsItWasWhileSetsAreAdded() {
        AtomicReference<AttributeView> shared = new AtomicReference<>(sets.view());
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 50_000; i++) {
                sets.add(Map.of("number", "n" + i, "parity", "p" + i % 2));
                shared.set(sets.view());
            }
        });
        do {
            AttributeView view = requireNonNull(shared.get());
            int last = view.sets() - 1;
            if (last > 0) {
                assertThat(view.get(last))
                        .isEqualTo(Map.of("number", "n" + (last - 1), "parity", "p" + (last - 1) % 2));
                assertThat(view.attribute("number", "n" + (last - 1))).isNotNegative();
                assertThat(view.attribute("number", "n" + last)).isNegative();
            }
        } while (!adding.isDone());
        adding.join();
    }

    @Test
    void entriesThatNobodyWroteAreRefused() {
        refused("an entry of 12 bytes where only 2 are left", 24, 'a', '=');
        refused("an attribute without a value", 2, 'a');
        refused("attribute 0 of a set, of 0 attributes", 3, 0);
        refused("entry 2 is there twice", 4, 'a', '=', 3, 0, 3, 0);
        refused("a number without an end, or too large", 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
    }

    @Test
    void mutatedEntriesAreReadOrRefused() throws InterruptedException {
        AttributeView nothing = sets.view();
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            sets.add(random(random));
        }
        Fuzz.of(sets.since(nothing)).refusing(IllegalArgumentException.class).run(input -> {
            AttributeView read = AttributeSets.read(ByteBuffer.wrap(input)).view();
            for (int set = 0; set < read.sets(); set++) {
                assertThat(read.get(set)).hasSizeLessThanOrEqualTo(read.size(set));
            }
        });
    }

    private static Map<String, String> random(Random random) {
        Map<String, String> set = new HashMap<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            set.put("name" + random.nextInt(9), "välue=" + random.nextInt(1 << random.nextInt(12)));
        }
        return set;
    }

    private static void refused(String message, int... bytes) {
        byte[] entries = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            entries[i] = (byte) bytes[i];
        }
        assertThatThrownBy(() -> AttributeSets.read(ByteBuffer.wrap(entries)))
                .as(new String(entries, UTF_8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
