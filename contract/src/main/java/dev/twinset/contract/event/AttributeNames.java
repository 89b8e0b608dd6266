package dev.twinset.contract.event;

import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.UntrustedText;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An item's attributes as CloudEvents extension attributes, whose names are lower-case letters and digits: the column
 * {@code articleType} travels as {@code ce_articletype}. A column whose name has another use, such as {@code type} in
 * CloudEvents and {@code limit} as an option, travels as {@code ce_itemtype}. Of a name without any of these letters
 * and digits, each character but blanks becomes {@code u} and its code point in hexadecimal, four digits at least.
 * Attributes are descriptive only, so they are corrected rather than rejected.
 */
public final class AttributeNames {
    private AttributeNames() {}

    /** By the names that travel, in their order: the same event is the same bytes in every process. */
    static Map<String, String> travelling(Map<String, String> attributes) {
        Map<String, String> travelling = new TreeMap<>();
        new TreeMap<>(attributes).forEach((column, value) -> {
            String name = of(column);
            if (travelling.put(name, withoutControls(value)) != null) {
                throw new IllegalArgumentException(
                        "two attributes would travel as " + HeaderNames.PREFIX + name + ", one of them "
                                + UntrustedText.quote(column) + ", expected names that differ in letters and digits");
            }
        });
        return travelling;
    }

    /**
     * The name by which a column travels, without the prefix.
     *
     * @throws IllegalArgumentException if the column's name is blank
     */
    public static String of(String column) {
        String name = column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (name.isEmpty()) {
            name = column.strip()
                    .toLowerCase(Locale.ROOT)
                    .codePoints()
                    .filter(character -> !Character.isWhitespace(character))
                    .mapToObj(character -> String.format(Locale.ROOT, "u%04x", character))
                    .collect(Collectors.joining());
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("attribute's name is " + UntrustedText.quote(column)
                    + ", expected a letter, a digit or a sign in it");
        }
        return HeaderNames.RESERVED.contains(HeaderNames.PREFIX + name) ? "item" + name : name;
    }

    private static String withoutControls(String value) {
        return UntrustedText.hasControl(value)
                ? value.replaceAll("\\p{Cntrl}", " ").replaceAll("[\\x80-\\x9F]", " ")
                : value;
    }

    /** Whether a header is an attribute of the item, by its name. */
    static boolean isAttribute(String header) {
        return header.startsWith(HeaderNames.PREFIX)
                && HeaderNames.isName(header.substring(HeaderNames.PREFIX.length()))
                && !HeaderNames.RESERVED.contains(header);
    }
}
