package dev.twinset.console.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Inputs that are nearly valid: a valid one after a few random changes. The same random source, the same inputs. */
final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final int MOST_BLOCK = 64;
    private static final int MOST_BYTES = 1 << 18;
    private static final Pattern VALUE = Pattern.compile("-?[0-9]{1,20}|\"[^\"]{0,99}\"");
    private static final long[] INTEGERS = {
        0,
        1,
        -1,
        2,
        100,
        Byte.MAX_VALUE,
        Byte.MIN_VALUE,
        255,
        256,
        1000,
        Short.MAX_VALUE,
        Short.MIN_VALUE,
        65_535,
        65_536,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFF_FFFFL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final List<String> VALUES = List.of(
            "", "-0", "00", "1.5", "1e9", "1e999999999", "9".repeat(40), "NaN", "null", "true", "\"\"", "[]", "{}");

    private static final List<String> OTHERS = Stream.concat(
                    VALUES.stream(), Arrays.stream(INTEGERS).mapToObj(Long::toString))
            .toList();

    private final List<byte[]> valid;
    private final List<byte[]> tokens;

    /**
     * @param valid at least one
     * @param tokens what separates or means something in the format: inserted at random; may be empty
     */
    Mutations(List<byte[]> valid, List<byte[]> tokens) {
        this.valid = List.copyOf(valid);
        this.tokens = List.copyOf(tokens);
    }

    byte[] next(Random random) {
        byte[] input = anyOf(valid, random).clone();
        // mostly few: after many changes an input is refused at its first byte
        int changes = 1 + Math.min(random.nextInt(MOST_CHANGES), random.nextInt(MOST_CHANGES));
        for (int i = 0; i < changes; i++) {
            input = changed(input, random);
        }
        return input.length <= MOST_BYTES ? input : Arrays.copyOf(input, MOST_BYTES);
    }

    private byte[] changed(byte[] input, Random random) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(1 + random.nextInt(MOST_BLOCK), input.length - at);
        return switch (random.nextInt(11)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> replaced(input, at, length, new byte[0]);
            case 2 -> replaced(input, at, 0, Arrays.copyOfRange(input, at, at + length));
            case 3 -> spliced(input, anyOf(valid, random), random);
            case 4 -> overwritten(input, at, integer(random));
            case 5, 6 -> withOtherValue(input, random);
            case 7, 8 -> tokens.isEmpty() ? input : replaced(input, at, 0, anyOf(tokens, random));
            case 9 -> overwritten(input, at, new byte[] {(byte) random.nextInt(256)});
            default -> flipped(input, random);
        };
    }

    private static byte[] flipped(byte[] input, Random random) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    /** The start of one and the end of the other, in half of the cases cut at the same place. */
    private static byte[] spliced(byte[] one, byte[] other, Random random) {
        int end = random.nextInt(one.length + 1);
        int start = random.nextBoolean() ? Math.min(end, other.length) : random.nextInt(other.length + 1);
        return replaced(one, end, one.length - end, Arrays.copyOfRange(other, start, other.length));
    }

    /** A number of 1, 2, 4 or 8 bytes at which readers err. */
    private static byte[] integer(Random random) {
        int bytes = 1 << random.nextInt(4);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        boolean little = random.nextBoolean();
        number.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(INTEGERS[random.nextInt(INTEGERS.length)]);
        return little
                ? Arrays.copyOf(number.array(), bytes)
                : Arrays.copyOfRange(number.array(), Long.BYTES - bytes, Long.BYTES);
    }

    /**
     * Another value in the place of one that is written in digits or quotes, in half of the cases one of the same
     * input.
     */
    private static byte[] withOtherValue(byte[] input, Random random) {
        List<MatchResult> values =
                VALUE.matcher(new String(input, ISO_8859_1)).results().toList();
        if (values.isEmpty()) {
            return flipped(input, random);
        }
        MatchResult value = values.get(random.nextInt(values.size()));
        String other = random.nextBoolean()
                ? values.get(random.nextInt(values.size())).group()
                : OTHERS.get(random.nextInt(OTHERS.size()));
        return replaced(input, value.start(), value.end() - value.start(), other.getBytes(ISO_8859_1));
    }

    private static byte[] overwritten(byte[] input, int at, byte[] by) {
        return replaced(input, at, Math.min(by.length, input.length - at), by);
    }

    private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
        return ByteBuffer.allocate(input.length - length + by.length)
                .put(input, 0, at)
                .put(by)
                .put(input, at + length, input.length - at - length)
                .array();
    }

    private static byte[] anyOf(List<byte[]> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
