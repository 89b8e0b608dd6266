package dev.twinset.producer.gallery.http;

/** A request that is refused: an HTTP status and one sentence for the client. */
public final class HttpException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    public HttpException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
