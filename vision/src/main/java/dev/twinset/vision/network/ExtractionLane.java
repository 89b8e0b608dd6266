package dev.twinset.vision.network;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.ExtractionListener;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;

/** What one thread needs to make features of images. One thread at a time. */
final class ExtractionLane implements AutoCloseable {
    private final ImageDecoder decoder;
    private final CnnForward forward;
    private final byte[] rgb;
    private final ExtractionListener listener;
    private final int[] indexes = new int[CnnForward.BATCH];

    ExtractionLane(ModelBundle model, ServingWeights weights, ImageLimits limits, ExtractionListener listener) {
        int side = model.architecture().side();
        this.decoder = new ImageDecoder(side, limits);
        this.forward = new CnnForward(model, weights);
        this.listener = listener;
        this.rgb = new byte[side * side * CnnArchitecture.CHANNELS];
    }

    /** Takes images until the batch is full of good ones, so that bad ones cost no forward work; then runs it. */
    void fillAndRun(ExtractionJob job) {
        int filled = 0;
        int most = CnnForward.BATCH;
        for (int from = job.take(most); from < job.size() && filled < most; from = job.take(most - filled)) {
            int to = Math.min(from + most - filled, job.size());
            for (int index = from; index < to; index++) {
                if (loaded(job, index, filled)) {
                    indexes[filled++] = index;
                }
            }
        }
        if (filled == 0) {
            return;
        }
        long start = System.nanoTime();
        forward.run(filled);
        listener.forwarded(filled, System.nanoTime() - start);
        for (int slot = 0; slot < filled; slot++) {
            job.set(indexes[slot], forward.outcome(slot));
        }
    }

    private boolean loaded(ExtractionJob job, int index, int slot) {
        long start = System.nanoTime();
        listener.decoding(job.image(index));
        try {
            decoder.decode(job.image(index), rgb, 0);
        } catch (InvalidImageException e) {
            // only this image is at fault, and trying again would not help
            job.set(index, new Extraction.Refused(e.fault(), e.getMessage()));
            return false;
        } finally {
            listener.decoded(System.nanoTime() - start);
        }
        forward.load(slot, rgb, 0);
        return true;
    }

    @Override
    public void close() {
        forward.close();
        decoder.close();
    }
}
