package dev.twinset.trainer.network;

import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network in training. One thread; the same seed and the same batches give the same bits. */
public final class TrainingNetwork implements AutoCloseable {
    private final CnnArchitecture architecture;
    private final List<ModelCard.Task> tasks;
    private final int teacher;
    private final long seed;
    private final ComputationGraph graph;
    private final WeightAverage average;

    /**
     * @param details tasks that, together with the first one, make two products the same to the eye; may be empty
     * @param teacher length of another network's vectors; 0 if there is no teacher
     * @param steps over which the learning rate falls to 0
     * @throws IllegalStateException if the layers would not run in oneDNN
     */
    public TrainingNetwork(
            CnnArchitecture architecture,
            List<ModelCard.Task> tasks,
            List<Integer> details,
            Hyperparameters hyperparameters,
            int teacher,
            int steps,
            long seed) {
        this.architecture = architecture;
        this.tasks = List.copyOf(tasks);
        this.teacher = teacher;
        this.seed = seed;
        this.graph = new GraphBuilder(
                        architecture, tasks, terms(tasks, details, hyperparameters), hyperparameters, teacher)
                .build(steps, seed);
        Acceleration.require(graph);
        this.average = new WeightAverage(graph.params(), hyperparameters.averaging());
    }

    static List<ContrastiveLoss.Term> terms(
            List<ModelCard.Task> tasks, List<Integer> details, Hyperparameters hyperparameters) {
        double weight = hyperparameters.contrastiveWeight();
        List<ContrastiveLoss.Term> terms = new ArrayList<>();
        for (int kind : LabelColumns.kinds(tasks)) {
            terms.add(new ContrastiveLoss.Term(List.of(kind), weight));
        }
        if (!details.isEmpty()) {
            List<Integer> all = new ArrayList<>(List.of(0));
            all.addAll(details);
            terms.add(new ContrastiveLoss.Term(all, weight / 2));
        }
        return terms;
    }

    public long parameters() {
        return graph.numParams();
    }

    /**
     * One step of training.
     *
     * @param images normalised, NHWC
     * @param labels class numbers, image by image, task by task
     * @param vectors the teacher's, image by image; not read if there is none
     * @return mean loss of the batch, before the step
     */
    public double step(float[] images, float[] labels, float[] vectors) {
        int n = labels.length / tasks.size();
        // dropout depends only on the step: a training that resumes after a kill drops the same
        Nd4j.getRandom().setSeed(new SplittableRandom(seed * 31 + graph.getIterationCount()).nextLong());
        try (INDArray x = images(images, n);
                INDArray y = Nd4j.create(labels, new long[] {n, tasks.size()}, 'c')) {
            if (teacher == 0) {
                graph.fit(new INDArray[] {x}, new INDArray[] {y, y});
            } else {
                try (INDArray z = Nd4j.create(vectors, new long[] {n, teacher}, 'c')) {
                    graph.fit(new INDArray[] {x}, new INDArray[] {y, y, z});
                }
            }
        }
        average.update();
        return graph.score();
    }

    /** The contrastive part of the last step's loss. */
    public double contrastiveLoss() {
        return graph.getOutputLayer(1).score();
    }

    /** Of the next step. */
    public double learningRate() {
        return graph.getLearningRate(GraphBuilder.DENSE);
    }

    /** The averaged weights take the place of the trained ones while {@code work} runs. */
    public void averaged(Runnable work) {
        average.during(work);
    }

    /**
     * What the network says of some images.
     *
     * @param logits of all tasks, side by side, image by image
     * @param features unit vectors, image by image
     */
    public record Answer(float[][] logits, float[][] features) {}

    /**
     * Without dropout, by the running means and variances.
     *
     * @param images normalised, NHWC
     */
    public Answer answer(float[] images, int n) {
        try (INDArray x = images(images, n)) {
            INDArray[] outputs = graph.output(false, x);
            return new Answer(outputs[0].toFloatMatrix(), outputs[1].toFloatMatrix());
        }
    }

    /** The logits of {@link #answer}. */
    public float[][] logits(float[] images, int n) {
        return answer(images, n).logits();
    }

    /** A copy of all that the next step depends on. */
    public NetworkState state() {
        return new NetworkState(
                graph.getIterationCount(), values(graph.params()), values(graph.updaterState()), average.values());
    }

    /**
     * Continues from the state of a network of the same architecture, tasks and hyperparameters.
     *
     * @throws IllegalArgumentException if the state is of a network of another size
     */
    public void restore(NetworkState state) {
        assign("weights", graph.params(), state.weights());
        assign("updater", graph.updaterState(), state.updater());
        average.restore(state.average(), state.steps());
        graph.getConfiguration().setIterationCount(state.steps());
    }

    /**
     * Takes over the weights of a model of the same architecture: the convolutions, the hidden layer, and of the class
     * layer what belongs to classes that both know.
     */
    public void start(ModelBundle model) {
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            String name = GraphBuilder.convolution(block);
            try (INDArray weight = array(model.tensor(name + ".weight"))) {
                graph.getParam(name + "_W").assign(weight.permute(3, 2, 0, 1));
            }
        }
        for (int block = 0; block <= CnnArchitecture.BLOCKS; block++) {
            String name = GraphBuilder.norm(block);
            for (String each : List.of("gamma", "beta", "mean")) {
                assign(graph.getParam(name + "_" + each), model.tensor(name + "." + each));
            }
            assign(graph.getParam(name + "_var"), model.tensor(name + ".variance"));
        }
        assign(graph.getParam(GraphBuilder.DENSE + "_W"), model.tensor(GraphBuilder.DENSE + ".weight"));
        assign(graph.getParam(GraphBuilder.DENSE + "_b"), model.tensor(GraphBuilder.DENSE + ".bias"));
        startClasses(model);
        average.start();
    }

    private void startClasses(ModelBundle model) {
        List<String> known = classNames(model.manifest().model().tasks());
        List<String> here = classNames(tasks);
        try (INDArray weight = array(model.tensor(GraphBuilder.CLASSES + ".weight"))) {
            Tensor bias = model.tensor(GraphBuilder.CLASSES + ".bias");
            for (int column = 0; column < here.size(); column++) {
                int from = known.indexOf(here.get(column));
                if (from >= 0) {
                    graph.getParam(GraphBuilder.CLASSES + "_W").putColumn(column, weight.getColumn(from));
                    graph.getParam(GraphBuilder.CLASSES + "_b").putScalar(column, bias.values()[from]);
                }
            }
        }
    }

    private static List<String> classNames(List<ModelCard.Task> tasks) {
        return tasks.stream()
                .flatMap(task -> task.classes().stream().map(name -> task.name() + "\n" + name))
                .toList();
    }

    private static void assign(INDArray to, Tensor from) {
        try (INDArray values = array(from)) {
            to.assign(values.reshape(to.shape()));
        }
    }

    private static INDArray array(Tensor tensor) {
        long[] shape = IntStream.of(tensor.shape()).asLongStream().toArray();
        return Nd4j.create(tensor.values(), shape, 'c');
    }

    private static float[] values(INDArray array) {
        return array.dup().data().asFloat();
    }

    private static void assign(String what, INDArray array, float[] values) {
        if (array.length() != values.length) {
            throw new IllegalArgumentException(
                    what + " have " + values.length + " values, the network expects " + array.length());
        }
        try (INDArray from = Nd4j.create(values, array.shape(), 'c')) {
            array.assign(from);
        }
    }

    private INDArray images(float[] images, int n) {
        int side = architecture.side();
        return Nd4j.create(images, new long[] {n, side, side, CnnArchitecture.CHANNELS}, 'c');
    }

    /** The averaged weights by the names and in the layout of a model bundle. */
    public Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        averaged(() -> collect(weights::put));
        return weights;
    }

    private void collect(BiConsumer<String, Tensor> to) {
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            String name = GraphBuilder.convolution(block);
            // [out, in, height, width] to [height, width, in, out]
            to.accept(name + ".weight", tensor(graph.getParam(name + "_W").permute(2, 3, 1, 0)));
        }
        for (int block = 0; block <= CnnArchitecture.BLOCKS; block++) {
            String name = GraphBuilder.norm(block);
            to.accept(name + ".gamma", vector(graph.getParam(name + "_gamma")));
            to.accept(name + ".beta", vector(graph.getParam(name + "_beta")));
            to.accept(name + ".mean", vector(graph.getParam(name + "_mean")));
            to.accept(name + ".variance", vector(graph.getParam(name + "_var")));
        }
        for (String name : List.of(GraphBuilder.DENSE, GraphBuilder.CLASSES)) {
            to.accept(name + ".weight", tensor(graph.getParam(name + "_W")));
            to.accept(name + ".bias", vector(graph.getParam(name + "_b")));
        }
    }

    private static Tensor tensor(INDArray array) {
        int[] shape = LongStream.of(array.shape()).mapToInt(Math::toIntExact).toArray();
        return new Tensor(shape, array.dup('c').data().asFloat());
    }

    private static Tensor vector(INDArray array) {
        return tensor(array.reshape(array.length()));
    }

    @Override
    public void close() {
        average.close();
        for (Layer layer : graph.getLayers()) {
            layer.close();
        }
        graph.close();
    }
}
