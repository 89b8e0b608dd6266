package dev.twinset.producer.gallery.index;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What people call an item by: its kind and its colour, as its catalogue says them. Either is empty if the catalogue
 * does not say it.
 */
public record ItemLabel(String kind, String colour) {
    public static final ItemLabel NONE = new ItemLabel("", "");

    private static final List<String> KINDS =
            List.of("articletype", "producttype", "type", "kind", "category", "subcategory", "mastercategory");
    private static final List<String> COLOURS = List.of("basecolour", "basecolor", "colour", "color");
    private static final int MOST_CHARS = 60;

    public ItemLabel {
        requireNonNull(kind, "kind is null");
        requireNonNull(colour, "colour is null");
    }

    /** @param attributes by the names that travel; of several that fit, the first of the lists above is taken */
    public static ItemLabel of(Map<String, String> attributes) {
        return new ItemLabel(first(KINDS, attributes), first(COLOURS, attributes));
    }

    private static String first(List<String> names, Map<String, String> attributes) {
        return names.stream()
                .map(name -> attributes.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty() && value.length() <= MOST_CHARS)
                .findFirst()
                .orElse("");
    }
}
