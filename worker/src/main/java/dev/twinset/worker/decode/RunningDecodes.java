package dev.twinset.worker.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file of slots, one for each decoding thread, that says what the thread is decoding now. It is not forced to disk:
 * it has to outlive the process, not the machine.
 *
 * <p>Each slot is {@value #SLOT_BYTES} bytes of UTF-8, filled up with zeros: fields with tabs between, empty while
 * nothing is decoded. Slot 0 names the process: its start and where its crash log would be.
 */
final class RunningDecodes implements AutoCloseable {
    static final int SLOT_BYTES = 1024;

    /** More threads than a worker may have. */
    private static final int SLOTS = 300;

    private final FileChannel file;

    private RunningDecodes(FileChannel file) {
        this.file = file;
    }

    /** @return empty if a running process uses the file */
    static Optional<RunningDecodes> open(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            return Optional.empty();
        }
        return Optional.of(new RunningDecodes(file));
    }

    /** The fields of a slot; empty if it is not in use. */
    List<String> read(int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        int length = Math.max(0, file.read(bytes, (long) slot * SLOT_BYTES));
        String text = new String(bytes.array(), 0, length, UTF_8);
        int end = text.indexOf('\0');
        String used = end < 0 ? text : text.substring(0, end);
        return used.isEmpty() ? List.of() : Arrays.asList(used.split("\t", -1));
    }

    /** What all threads were decoding, in order of slots. */
    List<List<String>> readAll() throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (int slot = 1; slot < SLOTS; slot++) {
            List<String> fields = read(slot);
            if (!fields.isEmpty()) {
                all.add(fields);
            }
        }
        return all;
    }

    /** Empties all slots. The space is taken now, so that a full disk does not stand in the way later. */
    void clear(String... process) throws IOException {
        file.write(ByteBuffer.allocate(SLOTS * SLOT_BYTES), 0);
        write(0, process);
    }

    void write(int slot, String... fields) throws IOException {
        byte[] text = String.join("\t", fields).getBytes(UTF_8);
        if (slot < SLOTS && text.length < SLOT_BYTES) {
            file.write(ByteBuffer.wrap(Arrays.copyOf(text, text.length + 1)), (long) slot * SLOT_BYTES);
        }
    }

    void clear(int slot) throws IOException {
        if (slot < SLOTS) {
            file.write(ByteBuffer.wrap(new byte[1]), (long) slot * SLOT_BYTES);
        }
    }

    /** Also releases the file to other processes. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
