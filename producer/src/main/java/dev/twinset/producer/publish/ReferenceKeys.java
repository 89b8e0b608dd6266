package dev.twinset.producer.publish;

import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.record.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The keys of a catalogue's images in the folder or bucket of the workers.
 *
 * @param prefix where the catalogue's folder lies there; empty if it is the same
 */
record ReferenceKeys(Path directory, String prefix) {
    /** @throws IllegalArgumentException if a worker would refuse the key */
    ImageReference reference(ImageFile picture) {
        Path path = directory.relativize(picture.item().image());
        String key = path.toString().replace(path.getFileSystem().getSeparator(), "/");
        String before = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        return new ImageReference(before + key, Optional.of(Digest.sha256(picture.bytes())));
    }
}
