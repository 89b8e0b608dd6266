package dev.twinset.worker.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Sets of attributes by number. Both the sets and the attributes that they consist of (a name with a value) are
 * numbered in the order in which they came and held once, so a row needs one number. Nothing is ever taken out.
 *
 * <p>One thread adds; any thread may read a {@link #view()}.
 */
public final class AttributeSets {
    /** The number of the set without attributes. */
    public static final int NONE = 0;

    private final ByteTable attributes = new ByteTable();
    private final ByteTable sets = new ByteTable();
    private AttributeView view;

    public AttributeSets() {
        sets.add(new byte[0]);
        view = new AttributeView(attributes.view(), sets.view());
    }

    /** The number of a set, which is added if it is new. */
    public int add(Map<String, String> set) {
        int[] numbers = new int[set.size()];
        int count = 0;
        for (Map.Entry<String, String> attribute : set.entrySet()) {
            numbers[count++] = attributes.add(AttributeView.bytes(attribute.getKey(), attribute.getValue()));
        }
        Arrays.sort(numbers);
        return sets.add(AttributeView.bytes(numbers));
    }

    /** What was added so far. */
    public AttributeView view() {
        if (view.attributes() != attributes.size() || view.sets() != sets.size()) {
            view = new AttributeView(attributes.view(), sets.view());
        }
        return view;
    }

    /**
     * What was added after {@code known}, for {@link #read}: entries that begin with a number, twice their length, plus
     * 1 if it is a set. An attribute is its name, {@code =} and its value in UTF-8; a set is the numbers of its
     * attributes in ascending order, each less the one before. All numbers are LEB128.
     */
    public byte[] since(AttributeView known) {
        EntryWriter entries = new EntryWriter();
        for (int number = known.attributes(); number < attributes.size(); number++) {
            byte[] attribute = attributes.get(number);
            entries.number(attribute.length * 2L).bytes(attribute);
        }
        for (int number = known.sets(); number < sets.size(); number++) {
            EntryWriter differences = new EntryWriter();
            int before = 0;
            for (int attribute : AttributeView.numbers(sets.get(number))) {
                differences.number(attribute - before);
                before = attribute;
            }
            byte[] set = differences.toBytes();
            entries.number(set.length * 2L + 1).bytes(set);
        }
        return entries.toBytes();
    }

    /**
     * Reads what {@link #since} gave, one after the other.
     *
     * @throws IllegalArgumentException if it is not that
     */
    public static AttributeSets read(ByteBuffer entries) {
        AttributeSets read = new AttributeSets();
        while (entries.hasRemaining()) {
            int head = EntryWriter.readNumber(entries);
            int length = head >>> 1;
            if (length > entries.remaining()) {
                throw new IllegalArgumentException(
                        "an entry of " + length + " bytes where only " + entries.remaining() + " are left");
            }
            byte[] entry = new byte[length];
            entries.get(entry);
            boolean isSet = (head & 1) == 1;
            ByteTable table = isSet ? read.sets : read.attributes;
            int expected = table.size();
            if (table.add(isSet ? read.set(ByteBuffer.wrap(entry)) : attribute(entry)) != expected) {
                throw new IllegalArgumentException("entry " + expected + " is there twice");
            }
        }
        return read;
    }

    private static byte[] attribute(byte[] entry) {
        if (new String(entry, UTF_8).indexOf('=') < 0) {
            throw new IllegalArgumentException("an attribute without a value");
        }
        return entry;
    }

    private byte[] set(ByteBuffer differences) {
        int[] numbers = new int[differences.remaining()];
        int count = 0;
        int number = 0;
        while (differences.hasRemaining()) {
            number += EntryWriter.readNumber(differences);
            if (number < 0 || number >= attributes.size()) {
                throw new IllegalArgumentException(
                        "attribute " + number + " of a set, of " + attributes.size() + " attributes");
            }
            numbers[count++] = number;
        }
        return AttributeView.bytes(Arrays.copyOf(numbers, count));
    }
}
