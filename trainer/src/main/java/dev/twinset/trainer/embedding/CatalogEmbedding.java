package dev.twinset.trainer.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.trainer.io.ImageBytes;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.image.ImageLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The features of a catalogue, by the extractor that serves. Items whose image cannot be used are left out and listed.
 * One thread.
 */
public final class CatalogEmbedding {
    /** Images at a time: enough for all cores, few enough for the heap. */
    private static final int CHUNK = 256;

    private final FeatureExtractor extractor;
    private final IntConsumer progress;
    private final List<UnreadableImage> unreadable = new ArrayList<>();

    /** @param progress receives how many items are done */
    public CatalogEmbedding(FeatureExtractor extractor, IntConsumer progress) {
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /** Takes the features, one by one, in the order of the items. */
    @FunctionalInterface
    public interface Sink {
        void accept(CatalogItem item, float[] feature) throws IOException;
    }

    /**
     * Writes the matrix and the ids of its rows, each all or nothing, the matrix last.
     *
     * @return rows written
     * @throws IOException also if there is not a single row to write
     */
    public int write(List<CatalogItem> items, Path npy) throws IOException {
        StringBuilder ids = new StringBuilder();
        try (NpyMatrixWriter matrix = NpyMatrixWriter.create(npy, extractor.dimension())) {
            embed(items, (item, feature) -> {
                matrix.append(feature);
                ids.append(item.id()).append('\n');
            });
            if (matrix.rows() == 0) {
                throw new IOException(
                        "no readable image among " + items.size() + " items" + UnreadableImage.first(unreadable));
            }
            AtomicFile.write(idsBeside(npy), ids.toString().getBytes(UTF_8));
            matrix.commit();
            return matrix.rows();
        }
    }

    /** {@code features.ids.txt} for {@code features.npy}. */
    public static Path idsBeside(Path npy) {
        String name = String.valueOf(npy.getFileName());
        String stem = name.endsWith(".npy") ? name.substring(0, name.length() - ".npy".length()) : name;
        return npy.resolveSibling(stem + ".ids.txt");
    }

    /** Items that were left out so far. */
    public List<UnreadableImage> unreadable() {
        return List.copyOf(unreadable);
    }

    public void embed(List<CatalogItem> items, Sink sink) throws IOException {
        for (int from = 0; from < items.size(); from += CHUNK) {
            List<CatalogItem> chunk = items.subList(from, Math.min(items.size(), from + CHUNK));
            embedChunk(chunk, sink);
            progress.accept(from + chunk.size());
        }
    }

    private void embedChunk(List<CatalogItem> items, Sink sink) throws IOException {
        List<CatalogItem> read = new ArrayList<>();
        List<byte[]> images = new ArrayList<>();
        for (CatalogItem item : items) {
            try {
                images.add(ImageBytes.read(item.image(), ImageLimits.DEFAULT.maxBytes()));
                read.add(item);
            } catch (IOException e) {
                unreadable.add(new UnreadableImage(item.id(), String.valueOf(e.getMessage())));
            }
        }
        List<Extraction> extractions = extractor.extract(images);
        for (int i = 0; i < extractions.size(); i++) {
            Extraction extraction = extractions.get(i);
            if (extraction instanceof Extraction.Feature feature) {
                sink.accept(read.get(i), feature.vector());
            } else if (extraction instanceof Extraction.Refused refused) {
                unreadable.add(new UnreadableImage(read.get(i).id(), refused.detail()));
            }
        }
    }
}
