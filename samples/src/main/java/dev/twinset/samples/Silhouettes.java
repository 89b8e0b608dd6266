package dev.twinset.samples;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How each kind of article is drawn, read once from {@code silhouettes/*.txt}; {@link SilhouetteParser} has the format.
 */
final class Silhouettes {
    private static final List<String> FILES = List.of("tops", "bottoms", "shoes", "bags", "accessories", "jewellery");

    private static final Map<String, Step> BY_NAME = new HashMap<>();

    static {
        for (String file : FILES) {
            String path = "silhouettes/" + file + ".txt";
            new SilhouetteParser(path, Resources.text(path), Silhouettes::named)
                    .sections()
                    .forEach((name, step) -> {
                        if (BY_NAME.putIfAbsent(name, step) != null) {
                            throw new IllegalStateException(
                                    path + " has a section [" + name + "], as another file has");
                        }
                    });
        }
    }

    private Silhouettes() {}

    /** @throws IllegalArgumentException if there is none of that name */
    static Step named(String name) {
        Step found = BY_NAME.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no silhouette [" + name + "]");
        }
        return found;
    }
}
