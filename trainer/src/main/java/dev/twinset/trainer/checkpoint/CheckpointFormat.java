package dev.twinset.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.trainer.network.NetworkState;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.validation.EarlyStopping;
import dev.twinset.trainer.validation.ValidationScore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The bytes of a checkpoint, little-endian:
 *
 * <pre>
 * 8 bytes   "TWINSTCK"
 * int       format version
 * int       length of the header
 * bytes     the header, JSON in UTF-8: {@link Header}
 * floats    weights, moments of Adam, averaged weights, averaged weights of the best validation
 * 32 bytes  SHA-256 of all before
 * </pre>
 */
final class CheckpointFormat {
    private static final byte[] MAGIC = "TWINSTCK".getBytes(US_ASCII);
    private static final int VERSION = 1;
    private static final int FIXED = MAGIC.length + 2 * Integer.BYTES;
    private static final int DIGEST = 32;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CheckpointFormat() {}

    /** The bytes are no checkpoint, or not a whole one. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }

    private record Header(
            Map<String, String> fingerprint,
            boolean overwrites,
            int slowdowns,
            int steps,
            double bestScore,
            int bestCount,
            int bestEpoch,
            int falls,
            int weights,
            int updater,
            int best,
            List<Pass> history) {
        int floats() {
            return 2 * weights + updater + best;
        }
    }

    private record Pass(int epochs, SortedMap<String, Double> measures, long millisLeft) {}

    static ByteBuffer write(Checkpoint checkpoint) {
        byte[] header = header(checkpoint);
        NetworkState network = checkpoint.network();
        int floats = 2 * network.weights().length
                + network.updater().length
                + checkpoint.earlyStop().weights().length;
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.addExact(FIXED + header.length + DIGEST, Math.multiplyExact(floats, Float.BYTES)))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(VERSION).putInt(header.length).put(header);
        put(bytes, network.weights());
        put(bytes, network.updater());
        put(bytes, network.average());
        put(bytes, checkpoint.earlyStop().weights());
        bytes.put(sha256(bytes.array(), bytes.position()));
        return bytes.flip();
    }

    private static byte[] header(Checkpoint checkpoint) {
        EarlyStopping.State stop = checkpoint.earlyStop();
        Header header = new Header(
                checkpoint.fingerprint().parts(),
                checkpoint.overwrites(),
                checkpoint.slowdowns(),
                checkpoint.network().steps(),
                stop.best().value(),
                stop.best().count(),
                stop.epoch(),
                stop.falls(),
                checkpoint.network().weights().length,
                checkpoint.network().updater().length,
                stop.weights().length,
                checkpoint.history().stream()
                        .map(epoch -> new Pass(
                                epoch.epochs(), epoch.measures(), epoch.left().toMillis()))
                        .toList());
        try {
            return JSON.writeValueAsBytes(header);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts became no JSON", e);
        }
    }

    static Checkpoint read(byte[] file) throws UnfitException {
        if (file.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(file, MAGIC.length), MAGIC)) {
            throw new UnfitException("is no checkpoint of a training");
        }
        int content = file.length - DIGEST;
        if (content < FIXED
                || !MessageDigest.isEqual(sha256(file, content), Arrays.copyOfRange(file, content, file.length))) {
            throw new UnfitException("is damaged: its " + file.length + " bytes do not have the SHA-256 at their end");
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(file, MAGIC.length, content - MAGIC.length).order(ByteOrder.LITTLE_ENDIAN);
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new UnfitException("has format version " + version + ", this program reads " + VERSION);
        }
        byte[] json = new byte[bytes.getInt()];
        bytes.get(json);
        Header header = header(json);
        if (bytes.remaining() != (long) header.floats() * Float.BYTES) {
            throw new UnfitException("is damaged: " + bytes.remaining() + " bytes of numbers, "
                    + (long) header.floats() * Float.BYTES + " expected");
        }
        return checkpoint(header, bytes);
    }

    private static Header header(byte[] json) throws UnfitException {
        try {
            return JSON.readValue(new String(json, UTF_8), Header.class);
        } catch (JsonProcessingException e) {
            throw new UnfitException("has a header that cannot be read: " + e.getOriginalMessage());
        }
    }

    private static Checkpoint checkpoint(Header header, ByteBuffer bytes) {
        NetworkState network = new NetworkState(
                header.steps(),
                floats(bytes, header.weights()),
                floats(bytes, header.updater()),
                floats(bytes, header.weights()));
        EarlyStopping.State stop = new EarlyStopping.State(
                new ValidationScore(header.bestScore(), header.bestCount()),
                header.bestEpoch(),
                header.falls(),
                floats(bytes, header.best()));
        TrainingProgress.Epoch[] history =
                new TrainingProgress.Epoch[header.history().size()];
        for (int i = 0; i < history.length; i++) {
            Pass pass = header.history().get(i);
            history[i] = new TrainingProgress.Epoch(
                    i + 1, pass.epochs(), pass.measures(), Duration.ofMillis(pass.millisLeft()));
        }
        return new Checkpoint(
                new TrainingFingerprint(header.fingerprint()),
                header.overwrites(),
                header.slowdowns(),
                network,
                stop,
                List.of(history));
    }

    private static void put(ByteBuffer bytes, float[] values) {
        bytes.asFloatBuffer().put(values);
        bytes.position(bytes.position() + values.length * Float.BYTES);
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + count * Float.BYTES);
        return values;
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
