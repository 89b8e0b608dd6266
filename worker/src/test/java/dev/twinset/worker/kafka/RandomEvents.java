package dev.twinset.worker.kafka;

import dev.twinset.worker.search.RandomOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Events of all kinds, of few items, so that these meet again and again. */
final class RandomEvents {
    private RandomEvents() {}

    static void event(TestShop shop, Random random) {
        String item = "item-" + random.nextInt(120); // often seen before: a re-upload
        String image = random.nextInt(4) == 0 ? "same" : "image-" + random.nextInt(1000); // ties of equal pictures
        int kind = random.nextInt(20);
        if (kind == 0) {
            shop.delete(item);
        } else if (kind == 1) {
            shop.upload("broken-" + shop.published.size(), "bad");
        } else if (kind < 4) {
            shop.query("query-" + shop.published.size(), image, attributes(random), options(random));
        } else {
            shop.upload(item, image, attributes(random), options(random));
        }
    }

    /** Of items that are there, that come later, that were deleted. */
    static void description(TestShop shop, Random random) {
        shop.describe(
                "item-" + random.nextInt(120),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(RandomOptions.attributes(random)));
    }

    /** What travels: an attribute without a value is none. */
    private static Map<String, String> attributes(Random random) {
        Map<String, String> attributes = new HashMap<>(RandomOptions.attributes(random));
        attributes.values().removeIf(String::isEmpty);
        return attributes;
    }

    private static Map<String, String> options(Random random) {
        Map<String, String> options =
                new HashMap<>(RandomOptions.options(random).asked());
        if (random.nextInt(4) == 0) {
            options.put("filter", random.nextBoolean() ? "gender,-brand" : "-colour,gender!=gender1");
        }
        if (random.nextInt(4) == 0) {
            options.put("why", "true");
        }
        return options;
    }
}
