package dev.twinset.producer.publish;

/** Hears how publishing goes; from several threads, so that calls may overlap and overtake each other. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener SILENT = (settled, items) -> {};

    /** @param settled items that are acknowledged, left out or known to be unpublishable */
    void settled(int settled, int items);
}
