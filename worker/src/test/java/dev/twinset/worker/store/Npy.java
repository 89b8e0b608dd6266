package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file as the NumPy format, version 1.0, says, knowing nothing of the writer. */
record Npy(String type, String shape, ByteBuffer data) {
    static Npy read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        assertThat(new String(content, 0, 8, ISO_8859_1)).isEqualTo("\u0093NUMPY\u0001\u0000");
        int length = Byte.toUnsignedInt(content[8]) | Byte.toUnsignedInt(content[9]) << 8;
        assertThat((10 + length) % 64).as("alignment of the data").isZero();
        String header = new String(content, 10, length, ISO_8859_1);
        Matcher matcher = Pattern.compile(
                        "\\{'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([0-9, ]+)\\), } *\n")
                .matcher(header);
        assertThat(matcher.matches()).as(header).isTrue();
        ByteBuffer data = ByteBuffer.wrap(content, 10 + length, content.length - 10 - length);
        return new Npy(matcher.group(1), matcher.group(2), data.slice().order(ByteOrder.LITTLE_ENDIAN));
    }
}
