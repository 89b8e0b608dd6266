package dev.twinset.trainer.evaluate.figures;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.evaluate.data.GalleryChoice;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of a model or baseline.
 *
 * @param megaflops for one image; empty if unknown
 * @param dimension of its vectors
 */
public record ModelResult(
        String name, OptionalDouble megaflops, int dimension, Map<GalleryChoice, GalleryResult> byGallery) {
    public ModelResult {
        requireNonNull(name, "name is null");
        byGallery = Collections.unmodifiableMap(new EnumMap<>(byGallery));
    }

    public GalleryResult in(GalleryChoice gallery) {
        return requireNonNull(byGallery.get(gallery), "every result covers every gallery");
    }
}
