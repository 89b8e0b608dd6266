package dev.twinset.contract.feature;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.UntrustedText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of an item beside its image: one record of the topic of attributes.
 *
 * @param attributes names to values, 8 KiB of JSON at most; empty when nothing is said any more
 */
public record ItemAttributes(String itemId, Optional<Map<String, String>> attributes) {
    public ItemAttributes {
        requireNonNull(itemId, "itemId is null");
        attributes = attributes.map(Map::copyOf);
        attributes.ifPresent(ItemAttributes::check);
    }

    private static void check(Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            AttributesJson.check(name, value);
            if (HeaderNames.RESERVED.contains(HeaderNames.PREFIX + name)) {
                throw new IllegalArgumentException("attribute's name is " + UntrustedText.quote(name)
                        + ", which is reserved, expected another such as item" + name);
            }
        });
        if (AttributesJson.size(attributes) > AttributesJson.MOST_BYTES) {
            throw new IllegalArgumentException("attributes are " + AttributesJson.size(attributes)
                    + " bytes of JSON, expected at most " + AttributesJson.MOST_BYTES);
        }
    }

    /** An item's own attributes with these over them: what this says of a name wins. */
    public static Map<String, String> over(Map<String, String> own, Map<String, String> said) {
        Map<String, String> both = new HashMap<>(own);
        both.putAll(said);
        return both;
    }
}
