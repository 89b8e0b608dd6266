package dev.twinset.vision;

import java.io.IOException;
import java.nio.file.Path;

/** A trained model as one file: weights and the manifest that says what they are. */
@SuppressWarnings("DoNotCallSuggester")
public final class ModelBundle {
    private ModelBundle() {}

    /**
     * Reads a bundle and checks all of it: entries, sizes, digest, finite weights.
     *
     * @throws IOException naming the file, what is wrong and what to do
     */
    public static ModelBundle read(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The bundle that is part of the project. */
    public static ModelBundle standard() {
        throw new UnsupportedOperationException();
    }

    /** A fingerprint of the content: 12 lower-case hexadecimal digits, so that it can be part of a topic's name. */
    public String modelId() {
        throw new UnsupportedOperationException();
    }

    public CnnArchitecture architecture() {
        throw new UnsupportedOperationException();
    }

    /** Writes the bundle, all or nothing. */
    public void write(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }
}
