package dev.twinset.worker.reference;

import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Where the images lie that events refer to. Any thread; an interrupt ends a read. */
public interface ImageSource extends AutoCloseable {
    /**
     * @param key a safe relative one
     * @throws RejectedEventException if this one image cannot be had
     * @throws IOException if the store does not answer, or refuses; the message is for a person
     */
    byte[] read(String key) throws IOException, RejectedEventException;

    /** @throws IOException if the store does not answer, or refuses; the message is for a person */
    void check() throws IOException;

    /** For people. */
    @Override
    String toString();

    @Override
    void close();

    /** All of an image, whose size may be other than announced. */
    static byte[] readAll(InputStream in, String key) throws IOException, RejectedEventException {
        int limit = EventLimits.DEFAULT.imageBytes();
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("given up");
            }
            if (image.size() + count > limit) {
                throw refusal(
                        RejectionReason.REF_TOO_LARGE, key, "is larger than " + limit + " bytes (8 MiB), the largest");
            }
            image.write(part, 0, count);
        }
        return image.toByteArray();
    }

    /** @param why completes a sentence that begins with the image */
    static RejectedEventException refusal(RejectionReason reason, String key, String why) {
        return new RejectedEventException(reason, "image " + UntrustedText.quote(key) + " " + why);
    }
}
