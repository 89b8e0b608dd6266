package dev.twinset.trainer.network;

import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.vision.bundle.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Only the end of our network, to be trained on the vectors of another: a dense layer, normalisation and ReLU, whose
 * output is the feature, and the class layer, with the losses of {@link TrainingNetwork}. One thread; the same seed and
 * the same batches give the same bits.
 */
public final class DenseLayers implements AutoCloseable {
    private static final double EPSILON = 1e-5;
    private static final double RUNNING_DECAY = 0.9;

    private final int inputs;
    private final int tasks;
    private final ComputationGraph graph;
    private final WeightAverage average;

    /**
     * @param inputs length of the other network's vectors
     * @param dimension length of the feature
     * @param details tasks that, together with the first one, make two products the same to the eye; may be empty
     * @param steps over which the learning rate falls to 0
     */
    public DenseLayers(
            int inputs,
            int dimension,
            List<ModelCard.Task> tasks,
            List<Integer> details,
            Hyperparameters hyperparameters,
            int steps,
            long seed) {
        this.inputs = inputs;
        this.tasks = tasks.size();
        this.graph =
                new ComputationGraph(configuration(inputs, dimension, tasks, details, hyperparameters, steps, seed));
        graph.init();
        this.average = new WeightAverage(graph.params(), hyperparameters.averaging());
    }

    private static ComputationGraphConfiguration configuration(
            int inputs,
            int dimension,
            List<ModelCard.Task> tasks,
            List<Integer> details,
            Hyperparameters hyperparameters,
            int steps,
            long seed) {
        int[] counts = tasks.stream().mapToInt(task -> task.classes().size()).toArray();
        double[] weights = tasks.stream().mapToDouble(ModelCard.Task::weight).toArray();
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(new CosineDecay(hyperparameters.learningRate(), steps)))
                .weightDecay(hyperparameters.weightDecay())
                .weightInit(WeightInit.UNIFORM)
                .graphBuilder()
                .addInputs("vector")
                .setInputTypes(InputType.feedForward(inputs))
                .addLayer(
                        "dense",
                        new DenseLayer.Builder()
                                .nOut(dimension)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "vector")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder()
                                .useLogStd(false) // see GraphBuilder
                                .decay(RUNNING_DECAY)
                                .eps(EPSILON)
                                .build(),
                        "dense")
                .addLayer(
                        "feature",
                        new ActivationLayer.Builder()
                                .activation(Activation.RELU)
                                .build(),
                        "norm")
                .addLayer(
                        "classes",
                        new OutputLayer.Builder(new TaskLoss(counts, weights))
                                .nOut(IntStream.of(counts).sum())
                                .activation(Activation.IDENTITY)
                                .dropOut(1
                                        - hyperparameters
                                                .dropout()) // Deeplearning4j takes the probability of keeping a value
                                .build(),
                        "feature")
                .addVertex("unit", new L2NormalizeVertex(new int[] {1}, 1e-8), "feature")
                .addLayer(
                        "contrast",
                        new LossLayer.Builder(new ContrastiveLoss(
                                        hyperparameters.temperature(),
                                        TrainingNetwork.terms(tasks, details, hyperparameters)))
                                .activation(Activation.IDENTITY)
                                .build(),
                        "unit")
                .setOutputs("classes", "contrast")
                .build();
    }

    /**
     * One step of training.
     *
     * @param vectors of the other network, row by row
     * @param labels class numbers, row by row, task by task
     */
    public void step(float[] vectors, float[] labels) {
        int n = labels.length / tasks;
        try (INDArray x = Nd4j.create(vectors, new long[] {n, inputs}, 'c');
                INDArray y = Nd4j.create(labels, new long[] {n, tasks}, 'c')) {
            graph.fit(new INDArray[] {x}, new INDArray[] {y, y});
        }
        average.update();
    }

    /** By the averaged weights. */
    public TrainingNetwork.Answer answer(float[] vectors, int n) {
        List<TrainingNetwork.Answer> answer = new ArrayList<>();
        average.during(() -> {
            try (INDArray x = Nd4j.create(vectors, new long[] {n, inputs}, 'c')) {
                INDArray[] outputs = graph.output(false, x);
                answer.add(new TrainingNetwork.Answer(outputs[0].toFloatMatrix(), outputs[1].toFloatMatrix()));
            }
        });
        return answer.get(0);
    }

    @Override
    public void close() {
        average.close();
        graph.close();
    }
}
