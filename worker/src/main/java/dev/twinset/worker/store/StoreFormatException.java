package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.file.Path;

/** A store was written in a format that this program does not read: it must be built again. */
public final class StoreFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    StoreFormatException(int format, Path file) {
        super("format " + format + (format < StoreFormat.VERSION ? " is older than " : " is newer than ")
                + StoreFormat.VERSION + ", the only one that this program reads (" + file + ")");
    }
}
