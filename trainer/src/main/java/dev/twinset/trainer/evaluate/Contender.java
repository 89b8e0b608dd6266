package dev.twinset.trainer.evaluate;

import dev.twinset.trainer.retrieval.Features;
import java.io.IOException;
import java.util.OptionalDouble;

/** Something that turns images into vectors, to be compared. */
interface Contender {
    /** As it stands in reports. */
    String name();

    /** Additions and multiplications for one image, millions; empty if nobody knows. */
    OptionalDouble megaflops();

    /** @return a vector for each row of the set's images */
    Features features(EvaluationSet set, EvaluationProgress progress) throws IOException;
}
