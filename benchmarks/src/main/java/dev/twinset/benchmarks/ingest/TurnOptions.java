package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.FeatureSample;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a turn answers, and what is in the store before. */
final class TurnOptions {
    /** Pictures of which the stored features are made. */
    private static final int SAMPLE = 2_000;

    @Option(names = "--items", defaultValue = "3000", description = "Images of a turn; default ${DEFAULT-VALUE}.")
    private int items;

    @Option(
            names = "--catalog",
            paramLabel = "DIR",
            description = "Take the images from this catalogue, as many as it has at most; default: drawn ones.")
    private @Nullable Path catalog;

    @Option(
            names = "--stored",
            paramLabel = "N",
            description = "Features of other items that are in the store before, made of those of the images; default"
                    + " ${DEFAULT-VALUE}.")
    private int stored = 44_000;

    @Option(names = "--rounds", defaultValue = "3", description = "Turns of each side; default ${DEFAULT-VALUE}.")
    private int rounds;

    int stored() {
        return stored;
    }

    int rounds() {
        return rounds;
    }

    /** @param turns that need images of their own */
    List<byte[]> pictures(int turns) throws IOException {
        int count = turns * items;
        return catalog == null ? Backlog.drawn(count) : Backlog.pictures(catalog, count);
    }

    /** Always the same for the same pictures. Like theirs, as those of a catalogue are: a search can exclude most. */
    float[][] features(List<byte[]> pictures, ModelBundle model) throws IOException {
        if (stored == 0) {
            return new float[0][];
        }
        return FeatureSample.of(pictures.subList(0, Math.min(SAMPLE, pictures.size())), model)
                .mixed(stored, new Random(1));
    }
}
