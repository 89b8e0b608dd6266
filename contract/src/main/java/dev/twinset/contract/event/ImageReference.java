package dev.twinset.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.util.List;
import java.util.Optional;

/**
 * The image lies in the store that the workers were given. The key is taken as it is: nothing in it is decoded.
 *
 * @param key relative to the store's root, with {@code /} between its parts
 * @param sha256 hexadecimal digest of the image, if the producer gave one
 */
public record ImageReference(String key, Optional<String> sha256) implements ImageData {
    private static final int KEY_BYTES = 1024;

    /** @throws IllegalArgumentException if the key is not a safe relative one */
    public ImageReference {
        requireNonNull(key, "key is null");
        requireNonNull(sha256, "sha256 is null");
        fault(key).ifPresent(fault -> {
            throw new IllegalArgumentException("key " + fault);
        });
    }

    /** @param key as it stands in the header {@code ce_dataref} */
    static ImageReference read(byte[] key, Optional<String> sha256) throws RejectedEventException {
        String text = new String(key, UTF_8);
        Optional<String> fault = UntrustedText.strict(key).isPresent()
                ? fault(text)
                : Optional.of("is not UTF-8: " + UntrustedText.quote(text));
        if (fault.isPresent()) {
            throw new RejectedEventException(RejectionReason.REF_FORBIDDEN, "ce_dataref " + fault.get());
        }
        return new ImageReference(text, sha256);
    }

    private static Optional<String> fault(String key) {
        int bytes = key.getBytes(UTF_8).length;
        if (bytes > KEY_BYTES) {
            return Optional.of("is " + bytes + " bytes, expected at most " + KEY_BYTES);
        }
        return problem(key, List.of(key.split("/", -1)))
                .map(problem -> "is " + UntrustedText.quote(key) + ", which " + problem
                        + ", expected a key relative to the workers' store, such as images/1.jpg");
    }

    private static Optional<String> problem(String key, List<String> parts) {
        if (key.codePoints().anyMatch(UntrustedText::isUnsafe)) {
            return Optional.of("holds a control or bidirectional formatting character");
        }
        if (key.indexOf('\\') >= 0) {
            return Optional.of("holds a backslash");
        }
        if (key.startsWith("/")) {
            return Optional.of("is absolute");
        }
        if (parts.get(0).indexOf(':') >= 0) {
            return Optional.of("begins with a scheme");
        }
        return parts.stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
                ? Optional.of("has an empty part, '.' or '..'")
                : Optional.empty();
    }

    /** @throws RejectedEventException if what was read is not the image that the event means */
    public void check(byte[] image) throws RejectedEventException {
        CatalogEventReader.check("image " + UntrustedText.quote(key), image, sha256);
    }
}
