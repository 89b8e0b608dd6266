package dev.twinset.trainer.network;

import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.network.Dnnl;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The network as Deeplearning4j trains it: images NHWC, two outputs, the logits of all tasks and the unit feature for
 * the contrastive loss.
 */
final class GraphBuilder {
    static final String DENSE = "dense";
    static final String CLASSES = "classes";

    private static final CNN2DFormat FORMAT = CNN2DFormat.NHWC;
    private static final String CONTRAST = "contrast";
    private static final String FEATURE = "feature";
    private static final String TEACHER = "teacher";
    private static final double EPSILON = 1e-5;
    private static final double RUNNING_DECAY = 0.9;

    private final CnnArchitecture architecture;
    private final List<ModelCard.Task> tasks;
    private final List<ContrastiveLoss.Term> terms;
    private final Hyperparameters hyperparameters;
    private final int teacher;

    /**
     * @param terms rows that are to be alike
     * @param teacher length of another network's vectors that the feature is to predict; 0 if there is none
     */
    GraphBuilder(
            CnnArchitecture architecture,
            List<ModelCard.Task> tasks,
            List<ContrastiveLoss.Term> terms,
            Hyperparameters hyperparameters,
            int teacher) {
        this.architecture = architecture;
        this.tasks = tasks;
        this.terms = terms;
        this.hyperparameters = hyperparameters;
        this.teacher = teacher;
    }

    static String convolution(int block) {
        return "conv" + block;
    }

    /** @param block 0 to 2 behind the convolutions, 3 behind the dense layer */
    static String norm(int block) {
        return "norm" + block;
    }

    /** @param steps over which the learning rate falls to 0 */
    ComputationGraph build(int steps, long seed) {
        int side = architecture.side();
        ComputationGraphConfiguration.GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(new CosineDecay(hyperparameters.learningRate(), steps)))
                .regularization(List.of(new QuietWeightDecay(hyperparameters.weightDecay())))
                .weightInit(WeightInit.UNIFORM)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(side, side, CnnArchitecture.CHANNELS, FORMAT));
        String last = "image";
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            last = addBlock(graph, block, last);
        }
        graph.addLayer(DENSE, dense(), last)
                .addLayer(norm(CnnArchitecture.BLOCKS), normalisation().build(), DENSE)
                .addLayer(FEATURE, relu(), norm(CnnArchitecture.BLOCKS))
                .addLayer(CLASSES, classes(), FEATURE)
                .addVertex("unit", new L2NormalizeVertex(new int[] {1}, 1e-8), FEATURE)
                .addLayer(CONTRAST, contrast(), "unit");
        if (teacher > 0) {
            graph.addLayer(TEACHER, teacher(), FEATURE).setOutputs(CLASSES, CONTRAST, TEACHER);
        } else {
            graph.setOutputs(CLASSES, CONTRAST);
        }
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }

    /** Normalising behind the pool, not in front of it, costs a quarter. */
    private String addBlock(ComputationGraphConfiguration.GraphBuilder graph, int block, String from) {
        String pool = "pool" + block;
        graph.addLayer(convolution(block), convolutionLayer(block), from).addLayer(pool, pool(), convolution(block));
        if (Dnnl.isUsable()) {
            graph.addLayer(norm(block), new LeanNormalisation(EPSILON, RUNNING_DECAY), pool);
            return norm(block);
        }
        String relu = "relu" + block;
        graph.addLayer(norm(block), normalisation().dataFormat(FORMAT).build(), pool)
                .addLayer(relu, relu(), norm(block));
        return relu;
    }

    private ConvolutionLayer convolutionLayer(int block) {
        int kernel = architecture.kernels().get(block);
        int stride = architecture.strides().get(block);
        ConvolutionLayer.Builder builder = new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(architecture.widths().get(block))
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .dataFormat(FORMAT);
        return Dnnl.isUsable() ? new LeanConvolution(builder, block == 0) : builder.build();
    }

    private static SubsamplingLayer pool() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .dataFormat(FORMAT)
                .build();
    }

    /**
     * Keeps the running variance as such: the default keeps the logarithm of the deviation, and an average of
     * logarithms is not an average of variances.
     */
    private static BatchNormalization.Builder normalisation() {
        return new BatchNormalization.Builder()
                .useLogStd(false)
                .decay(RUNNING_DECAY)
                .eps(EPSILON);
    }

    private static ActivationLayer relu() {
        return new ActivationLayer.Builder().activation(Activation.RELU).build();
    }

    private DenseLayer dense() {
        return new DenseLayer.Builder()
                .nOut(architecture.hidden())
                .activation(Activation.IDENTITY)
                .build();
    }

    private OutputLayer classes() {
        int[] counts = tasks.stream().mapToInt(task -> task.classes().size()).toArray();
        double[] weights = tasks.stream().mapToDouble(ModelCard.Task::weight).toArray();
        return new OutputLayer.Builder(new TaskLoss(counts, weights))
                .nOut(IntStream.of(counts).sum())
                .activation(Activation.IDENTITY)
                .dropOut(1 - hyperparameters.dropout()) // Deeplearning4j takes the probability of keeping a value
                .build();
    }

    /** Only for training: from the feature to the other network's vector. */
    private OutputLayer teacher() {
        return new OutputLayer.Builder(new TeacherLoss())
                .nOut(teacher)
                .activation(Activation.IDENTITY)
                .build();
    }

    private LossLayer contrast() {
        return new LossLayer.Builder(new ContrastiveLoss(hyperparameters.temperature(), terms))
                .activation(Activation.IDENTITY)
                .build();
    }
}
