package dev.twinset.trainer.evaluate.data;

/** Among which images the queries are looked up. */
public enum GalleryChoice {
    /** All images of all catalogues, as a worker would. */
    ALL("all"),
    /** Only the queries' own part: images that the model has never seen. */
    UNSEEN("unseen");

    private final String label;

    GalleryChoice(String label) {
        this.label = label;
    }

    /** The name shown in reports. */
    public String label() {
        return label;
    }
}
