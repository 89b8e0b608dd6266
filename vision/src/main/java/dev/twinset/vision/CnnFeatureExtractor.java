package dev.twinset.vision;

import java.util.List;

/**
 * Our own network behind the seam: a thread per core, each with its own decoder, its own arrays and its own chain of
 * operations.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class CnnFeatureExtractor implements FeatureExtractor {
    private CnnFeatureExtractor() {}

    /** @param threads decoding and embedding threads; the machine's cores is a good number */
    public static CnnFeatureExtractor open(ModelBundle bundle, int threads) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String modelId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int dimension() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Extraction> extract(List<byte[]> images) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
