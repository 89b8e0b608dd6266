package dev.twinset.vision;

/**
 * Receives how long the parts of an extraction took. Called by the extractor's threads, several at a time; must be
 * quick.
 */
public interface ExtractionListener {
    /** Ignores everything. */
    ExtractionListener NONE = new ExtractionListener() {
        @Override
        public void decoded(long nanos) {
            // no listener
        }

        @Override
        public void forwarded(int images, long nanos) {
            // no listener
        }
    };

    /**
     * An image is about to be decoded, by the calling thread.
     *
     * @param image the very array that was given to the extractor
     */
    default void decoding(byte[] image) {}

    /**
     * One image was decoded or refused, by the calling thread.
     *
     * @param nanos with any wait for native memory
     */
    void decoded(long nanos);

    /**
     * The network ran once.
     *
     * @param images that were in this pass
     */
    void forwarded(int images, long nanos);
}
