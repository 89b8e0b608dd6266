package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import java.io.IOException;
import java.util.OptionalDouble;

/** A way to turn images into vectors, with which a model is compared. */
public interface Baseline {
    /** The name shown in reports. */
    String name();

    /** Additions and multiplications for one image, millions; empty if unknown. */
    OptionalDouble megaflops();

    /** @return a vector for each row of the set's images */
    FeatureMatrix features(EvaluationSet set, EvaluationProgress progress) throws IOException;
}
