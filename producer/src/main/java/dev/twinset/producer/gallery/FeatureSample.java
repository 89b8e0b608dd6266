package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Some items of a changelog with their latest features: those whose ids have the least hashes. So a reading needs no
 * more memory than the sample, and two readings of one changelog draw the same. For one thread.
 */
final class FeatureSample {
    private final EventCodec codec;
    private final int most;
    private final TreeMap<Drawn, float[]> vectors =
            new TreeMap<>(Comparator.comparingInt(Drawn::hash).thenComparing(Drawn::id));
    private int dimension;

    private record Drawn(int hash, String id) {
        static Drawn of(String id) {
            int hash = id.hashCode() * 0x9E3779B9;
            hash = (hash ^ (hash >>> 15)) * 0x2C1B3C6D;
            return new Drawn(hash ^ (hash >>> 13), id);
        }
    }

    FeatureSample(Topics topics, int most) {
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/gallery");
        this.most = most;
    }

    /** Records in the order of each partition; what is no feature is passed over. */
    void take(EventRecord record) {
        if (record.key().isEmpty()) {
            return;
        }
        Drawn item = Drawn.of(new String(record.key().get(), UTF_8));
        if (record.value().isEmpty()) {
            vectors.remove(item);
        } else if (vectors.size() < most || vectors.comparator().compare(item, vectors.lastKey()) <= 0) {
            keep(item, record, record.value().get().length / Float.BYTES);
        }
    }

    private void keep(Drawn item, EventRecord record, int values) {
        FeatureRecord feature;
        try {
            feature = codec.feature(record, dimension == 0 ? values : dimension);
        } catch (IllegalArgumentException e) {
            return; // anyone may write to a topic
        }
        feature.vector().filter(vector -> vector.length > 0).ifPresent(vector -> {
            dimension = vector.length;
            vectors.put(item, vector);
            if (vectors.size() > most) {
                vectors.pollLastEntry();
            }
        });
    }

    List<String> ids() {
        return vectors.keySet().stream().map(Drawn::id).toList();
    }

    /** Row by row, in the order of {@link #ids}. */
    float[] values() {
        float[] values = new float[vectors.size() * dimension];
        int row = 0;
        for (float[] vector : vectors.values()) {
            System.arraycopy(vector, 0, values, row++ * dimension, dimension);
        }
        return values;
    }

    int dimension() {
        return dimension;
    }
}
