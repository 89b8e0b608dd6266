package dev.twinset.trainer.network;

import dev.twinset.vision.network.OneDnn;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;

/** Deeplearning4j silently falls back to slow code if it cannot load oneDNN: this fails instead. */
final class Acceleration {
    private Acceleration() {}

    /** @throws IllegalStateException saying what to do */
    static void require(ComputationGraph graph) {
        OneDnn.check().require();
        for (Layer layer : graph.getLayers()) {
            if (isAccelerated(layer) && layer.getHelper() == null) {
                throw new IllegalStateException(
                        "layer " + layer.conf().getLayer().getLayerName()
                                + " does not run in oneDNN, training would be much slower: start the process with"
                                + " -Dorg.eclipse.deeplearning4j.helpers.disable=false, as ./twinset does");
            }
        }
    }

    private static boolean isAccelerated(Layer layer) {
        return layer instanceof SubsamplingLayer || layer instanceof BatchNormalization;
    }
}
