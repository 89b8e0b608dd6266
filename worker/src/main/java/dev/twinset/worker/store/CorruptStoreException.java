package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.file.Path;

/** The files of a store are damaged other than by a torn tail: nothing in them is trusted, it must be built again. */
public final class CorruptStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param what actual and expected */
    public CorruptStoreException(String what, Path file) {
        super(what + " (" + file + ")");
    }
}
