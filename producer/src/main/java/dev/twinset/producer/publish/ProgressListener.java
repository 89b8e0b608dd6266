package dev.twinset.producer.publish;

/** Receives the progress of publishing, from several threads: calls may overlap and arrive out of order. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener SILENT = (settled, items) -> {};

    /** @param settled items that are acknowledged, left out or known to be unpublishable */
    void settled(int settled, int items);
}
