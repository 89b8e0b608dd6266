package dev.twinset.samples;

/** A silhouette cannot be read or drawn; the message begins with the file and the line. */
final class SilhouetteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    SilhouetteException(String message) {
        super(message);
    }
}
