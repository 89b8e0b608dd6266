package dev.twinset.worker.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link AttributeSets} at one instant. Any thread. */
public final class AttributeView {
    private static final VarHandle NUMBERS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteTable attributes;
    private final ByteTable sets;

    AttributeView(ByteTable attributes, ByteTable sets) {
        this.attributes = attributes;
        this.sets = sets;
    }

    /** How many different attributes there are; their numbers are below it. */
    public int attributes() {
        return attributes.size();
    }

    /** How many different sets there are; their numbers are below it. */
    public int sets() {
        return sets.size();
    }

    /** The number of an attribute; -1 if no set has it. */
    public int attribute(String name, String value) {
        return attributes.find(bytes(name, value));
    }

    /** How many attributes a set has. */
    public int size(int set) {
        return (sets.end(set) - sets.start(set)) / Integer.BYTES;
    }

    /** The number of one of a set's attributes, which ascend. */
    public int attribute(int set, int index) {
        return (int) NUMBERS.get(sets.bytes(), sets.start(set) + index * Integer.BYTES);
    }

    /** What a set says of {@code name}; null if nothing. */
    public @Nullable String value(int set, String name) {
        byte[] start = bytes(name, "");
        for (int i = size(set) - 1; i >= 0; i--) {
            String value = value(start, attribute(set, i));
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** The attributes of a set, by name. */
    public Map<String, String> get(int set) {
        Map<String, String> all = new HashMap<>();
        for (int i = size(set) - 1; i >= 0; i--) {
            String attribute = new String(attributes.get(attribute(set, i)), UTF_8);
            int equals = attribute.indexOf('=');
            all.put(attribute.substring(0, equals), attribute.substring(equals + 1));
        }
        return all;
    }

    private @Nullable String value(byte[] nameAndEquals, int attribute) {
        int start = attributes.start(attribute);
        int end = attributes.end(attribute);
        int value = start + nameAndEquals.length;
        if (value > end) {
            return null;
        }
        for (int i = 0; i < nameAndEquals.length; i++) {
            if (attributes.bytes()[start + i] != nameAndEquals[i]) {
                return null;
            }
        }
        return new String(attributes.bytes(), value, end - value, UTF_8);
    }

    /** A name has no {@code =}. */
    static byte[] bytes(String name, String value) {
        return (name + '=' + value).getBytes(UTF_8);
    }

    static byte[] bytes(int[] numbers) {
        byte[] bytes = new byte[numbers.length * Integer.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            NUMBERS.set(bytes, i * Integer.BYTES, numbers[i]);
        }
        return bytes;
    }

    static int[] numbers(byte[] bytes) {
        int[] numbers = new int[bytes.length / Integer.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) NUMBERS.get(bytes, i * Integer.BYTES);
        }
        return numbers;
    }
}
