package dev.twinset.worker.search;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/** Attributes, and options that make something of them. */
public final class RandomOptions {
    private static final String[] NAMES = {"gender", "colour", "brand", "none"};
    private static final int[] VALUES = {2, 9, 60, 1};

    private RandomOptions() {}

    /** A few that are common, each missing now and then, and one that no other item has. */
    public static Map<String, String> attributes(Random random) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            if (random.nextInt(8) > 0) {
                attributes.put(NAMES[i], random.nextInt(20) == 0 ? "" : value(random, i));
            }
        }
        if (random.nextInt(3) == 0) {
            attributes.put("title", "Ünïque = " + random.nextLong());
        }
        return attributes;
    }

    /** Half of the time none. */
    public static AnswerOptions options(Random random) {
        if (random.nextBoolean()) {
            return AnswerOptions.DEFAULT;
        }
        int limit = random.nextInt(20) == 0 ? 100 : 1 + random.nextInt(9);
        Optional<String> groupBy =
                random.nextInt(3) > 0 ? Optional.empty() : Optional.of(NAMES[random.nextInt(NAMES.length)]);
        return new AnswerOptions(
                limit,
                random.nextInt(3) > 0 ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble() * 1.2 - 0.2),
                random.nextInt(3) == 0 ? ItemFilter.NONE : filter(random),
                random.nextBoolean(),
                groupBy,
                groupBy.isEmpty() ? 1 : 1 + random.nextInt(limit),
                random.nextInt(3) > 0 ? 0 : random.nextInt(5) / 4.0,
                false);
    }

    private static ItemFilter filter(Random random) {
        List<ItemFilter.Term> terms = new ArrayList<>();
        for (int term = random.nextInt(3); term >= 0; term--) {
            int name = random.nextInt(NAMES.length);
            if (random.nextInt(10) == 0) {
                terms.add(new ItemFilter.Term(NAMES[name], false, false, Set.of("")));
                continue;
            }
            Set<String> values = new HashSet<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                values.add(value(random, name));
            }
            terms.add(new ItemFilter.Term(NAMES[name], random.nextBoolean(), false, values));
        }
        return new ItemFilter(terms);
    }

    private static String value(Random random, int name) {
        return NAMES[name] + random.nextInt(VALUES[name]);
    }
}
