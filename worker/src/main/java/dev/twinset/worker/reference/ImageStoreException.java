package dev.twinset.worker.reference;

/** The store of images does not answer, or refuses: not the fault of an event, which is read again later. */
public final class ImageStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ImageStoreException(String message) {
        super(message);
    }

    ImageStoreException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
