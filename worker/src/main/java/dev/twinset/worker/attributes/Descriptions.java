package dev.twinset.worker.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is said of items beside their images, by item id, whether there is such an item or not. An id is held once, in
 * bytes, and its attributes are the number of a set: about 40 bytes an item, and 4 for each attribute of a set that few
 * items share. Not thread-safe.
 */
public final class Descriptions {
    private static final int SPARE_SETS = 1 << 16;

    private final ByteTable ids = new ByteTable();
    private final Set<String> names = new HashSet<>();
    private int[] setOf = new int[32];
    private AttributeSets sets = new AttributeSets();

    /** Replaces what is said of an item; no attributes say nothing. */
    public void put(String itemId, Map<String, String> attributes) {
        byte[] id = itemId.getBytes(UTF_8);
        if (attributes.isEmpty() && ids.find(id) < 0) {
            return;
        }
        names.addAll(attributes.keySet());
        int number = ids.add(id);
        if (number == setOf.length) {
            setOf = Arrays.copyOf(setOf, number * 2);
        }
        setOf[number] = sets.add(attributes);
        if (sets.view().sets() > 2 * ids.size() + SPARE_SETS) {
            dropUnusedSets();
        }
    }

    /** What is said of an item; empty if nothing is. */
    public Map<String, String> get(String itemId) {
        int number = ids.size() == 0 ? -1 : ids.find(itemId.getBytes(UTF_8));
        return number < 0 || setOf[number] == AttributeSets.NONE
                ? Map.of()
                : sets.view().get(setOf[number]);
    }

    /** Whether an attribute of this name was ever said of any item. */
    public boolean names(String name) {
        return names.contains(name);
    }

    /** Items of which something was ever said. */
    public int size() {
        return ids.size();
    }

    /** Sets are never taken out one by one, and a price that changes daily makes a new one each time. */
    private void dropUnusedSets() {
        AttributeView old = sets.view();
        sets = new AttributeSets();
        for (int i = 0; i < ids.size(); i++) {
            setOf[i] = sets.add(old.get(setOf[i]));
        }
    }
}
