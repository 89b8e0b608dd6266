package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import java.io.IOException;
import java.util.OptionalDouble;

/** Something that turns images into vectors, to be compared. */
public interface Baseline {
    /** As it stands in reports. */
    String name();

    /** Additions and multiplications for one image, millions; empty if nobody knows. */
    OptionalDouble megaflops();

    /** @return a vector for each row of the set's images */
    FeatureMatrix features(EvaluationSet set, EvaluationProgress progress) throws IOException;
}
