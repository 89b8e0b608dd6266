package dev.twinset.trainer.evaluate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One contender.
 *
 * @param megaflops for one image; empty if nobody knows
 * @param dimension of its vectors
 */
public record Standings(String name, OptionalDouble megaflops, int dimension, Map<GalleryChoice, Standing> byGallery) {
    public Standings {
        requireNonNull(name, "name is null");
        byGallery = Collections.unmodifiableMap(new EnumMap<>(byGallery));
    }

    public Standing in(GalleryChoice gallery) {
        return requireNonNull(byGallery.get(gallery), "every contender stands in every gallery");
    }
}
