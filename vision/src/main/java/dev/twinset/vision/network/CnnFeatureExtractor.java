package dev.twinset.vision.network;

import static java.util.Objects.requireNonNull;

import dev.twinset.vision.Explanation;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.ExtractionListener;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own network behind the seam: some threads, each with its own decoder, its own arrays and its own chain of
 * operations, and one set of weights for all.
 *
 * <p>Its methods may be called from any thread; of two that extract, one waits.
 */
public final class CnnFeatureExtractor implements FeatureExtractor {
    private static final Logger LOG = LoggerFactory.getLogger(CnnFeatureExtractor.class);

    private final String modelId;
    private final MatchCalibration calibration;
    private final int dimension;
    private final FeatureExplainer explainer;
    private final ServingWeights weights;
    private final List<ExtractionLane> lanes = new ArrayList<>();
    private final ExecutorService threads;
    private final AtomicInteger count = new AtomicInteger();
    private boolean closed;

    private CnnFeatureExtractor(ModelBundle bundle, int threads, ImageLimits limits, ExtractionListener listener) {
        this.modelId = bundle.modelId();
        this.calibration = bundle.calibration();
        this.dimension = bundle.manifest().dimension();
        this.explainer = FeatureExplainer.of(bundle);
        this.weights = ServingWeights.open(bundle);
        for (int i = 0; i < threads; i++) {
            lanes.add(new ExtractionLane(bundle, weights, limits, listener));
        }
        this.threads = Executors.newFixedThreadPool(threads, this::namedThread);
    }

    /** @param threads decoding and embedding threads; the number of cores is a good choice */
    public static CnnFeatureExtractor open(ModelBundle bundle, int threads) {
        return open(bundle, threads, ImageLimits.DEFAULT, ExtractionListener.NONE);
    }

    /**
     * Opens a network to be watched.
     *
     * @param limits what an image may cost before it is refused
     * @param listener receives how long each part took
     */
    public static CnnFeatureExtractor open(
            ModelBundle bundle, int threads, ImageLimits limits, ExtractionListener listener) {
        requireNonNull(bundle, "bundle is null");
        requireNonNull(limits, "limits is null");
        requireNonNull(listener, "listener is null");
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", expected at least 1");
        }
        CnnFeatureExtractor extractor = new CnnFeatureExtractor(bundle, threads, limits, listener);
        logSurroundings(extractor.kernels());
        return extractor;
    }

    private static void logSurroundings(ServingKernels kernels) {
        if (kernels.oneDnn()) {
            LOG.info("{}", kernels);
        } else {
            LOG.warn("{}", kernels);
        }
        String openMp = System.getenv("OMP_NUM_THREADS");
        if (!"1".equals(openMp)) {
            LOG.warn("OMP_NUM_THREADS is {}, expected 1: the threads will compete for the cores", openMp);
        }
    }

    /** By which code the network is computed, as found at the start. */
    public ServingKernels kernels() {
        return weights.kernels();
    }

    @Override
    public String modelId() {
        return modelId;
    }

    @Override
    public MatchCalibration calibration() {
        return calibration;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /**
     * @throws CancellationException if the calling thread is interrupted; its flag stays set
     * @throws IllegalStateException if a thread failed for a reason that is not an image's fault, with that as the
     *     cause
     */
    @Override
    public synchronized List<Extraction> extract(List<byte[]> images) {
        if (closed) {
            throw new IllegalStateException("extractor is closed");
        }
        ExtractionJob job = new ExtractionJob(images);
        List<Future<?>> running = new ArrayList<>();
        int useful = Math.min(lanes.size(), (images.size() + CnnForward.BATCH - 1) / CnnForward.BATCH);
        for (ExtractionLane lane : lanes.subList(0, useful)) {
            running.add(threads.submit(() -> job.runOn(lane)));
        }
        awaitAll(running, job);
        return job.outcomes();
    }

    /**
     * Also after a failure or an interruption: the next call needs the lanes at rest. At most one batch each is left.
     */
    private static void awaitAll(List<Future<?>> running, ExtractionJob job) {
        boolean interrupted = false;
        for (Future<?> lane : running) {
            boolean done = false;
            while (!done) {
                try {
                    lane.get();
                    done = true;
                } catch (ExecutionException failure) {
                    done = true; // the job knows
                } catch (InterruptedException e) {
                    interrupted = true;
                    job.stop();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("extraction was interrupted");
        }
        job.throwFailure();
    }

    @Override
    public List<Explanation> explain(float[] asked, List<float[]> others) {
        return explainer.explain(asked, others);
    }

    @Override
    public Map<String, String> looksLike(float[] feature) {
        return explainer.looksLike(feature);
    }

    /** Waits for a call that is running, then frees all native memory. More than once does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        threads.shutdown();
        lanes.forEach(ExtractionLane::close);
        weights.close();
    }

    private Thread namedThread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    weights.prepareThread();
                    work.run();
                },
                "extract-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
