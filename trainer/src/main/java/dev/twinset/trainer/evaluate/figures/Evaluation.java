package dev.twinset.trainer.evaluate.figures;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.evaluate.data.EvaluationOptions;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.data.GalleryChoice;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an evaluation found; closing it releases the decoded images.
 *
 * @param results the evaluated model first, then the baselines, then the other networks
 * @param features of the evaluated model, a row for each image
 * @param heads task to accuracy
 * @param notes what a reader should know, one sentence each
 */
public record Evaluation(
        EvaluationSet set,
        EvaluationOptions options,
        ModelBundle model,
        List<ModelResult> results,
        FeatureMatrix features,
        SortedMap<String, HeadFigure> heads,
        List<UnreadableImage> unreadable,
        List<String> notes)
        implements Closeable {
    public Evaluation {
        requireNonNull(set, "set is null");
        results = List.copyOf(results);
        heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
    }

    /** The evaluated model. */
    public ModelResult evaluated() {
        return results.get(0);
    }

    /** How well the model's matches are calibrated, in each gallery; empty if it was never calibrated. */
    public Map<GalleryChoice, Reliability> reliability() {
        Map<GalleryChoice, Reliability> found = new EnumMap<>(GalleryChoice.class);
        for (GalleryChoice gallery : GalleryChoice.values()) {
            Reliability.of(evaluated().in(gallery).retrieval(), model.calibration())
                    .ifPresent(reliability -> found.put(gallery, reliability));
        }
        return found;
    }

    /** How many images are looked up. */
    public int queries() {
        return set.queries().length;
    }

    /** Among how many. */
    public int images(GalleryChoice gallery) {
        return set.gallery(gallery).length;
    }

    /** As {@code evaluation.json} has it; {@link EvaluationJson} has the format. */
    public ObjectNode json() {
        return EvaluationJson.of(this);
    }

    @Override
    public void close() throws IOException {
        set.close();
    }
}
