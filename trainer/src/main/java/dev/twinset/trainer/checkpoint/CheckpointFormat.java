package dev.twinset.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.trainer.network.NetworkState;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.validation.EarlyStopping;
import dev.twinset.trainer.validation.ValidationScore;
import dev.twinset.vision.bundle.BundleArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The bytes of a checkpoint: the archive of a bundle, whose {@code manifest.json} is the {@link Header} and whose
 * {@code weights.bin} holds, as little-endian floats, the weights, the moments of Adam, the averaged weights, and the
 * averaged weights of the best validation.
 */
final class CheckpointFormat {
    private static final int FORMAT = 2;
    private static final byte[] START_OF_FORMAT_1 = "TWINSTCK".getBytes(US_ASCII);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CheckpointFormat() {}

    /** The bytes are not a checkpoint, or not a whole one; the message continues "checkpoint FILE ". */
    static final class InvalidCheckpointException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidCheckpointException(String message) {
            super(message);
        }
    }

    private record Header(
            int format,
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
        long bytes() {
            return (2L * weights + updater + best) * Float.BYTES;
        }
    }

    private record Pass(int epochs, SortedMap<String, Double> measures, long millisLeft) {}

    static byte[] write(Checkpoint checkpoint) {
        NetworkState network = checkpoint.network();
        EarlyStopping.State stop = checkpoint.earlyStop();
        Header header = new Header(
                FORMAT,
                checkpoint.fingerprint().parts(),
                checkpoint.overwrites(),
                checkpoint.slowdowns(),
                network.steps(),
                stop.best().value(),
                stop.best().count(),
                stop.epoch(),
                stop.falls(),
                network.weights().length,
                network.updater().length,
                stop.weights().length,
                checkpoint.history().stream()
                        .map(epoch -> new Pass(
                                epoch.epochs(), epoch.measures(), epoch.left().toMillis()))
                        .toList());
        ByteBuffer floats = ByteBuffer.allocate(Math.toIntExact(header.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer()
                .put(network.weights())
                .put(network.updater())
                .put(network.average())
                .put(stop.weights());
        try {
            return new BundleArchive(JSON.writeValueAsBytes(header), floats.array()).bytes();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a header of numbers and texts cannot be written as JSON", e);
        }
    }

    static Checkpoint read(byte[] file) throws InvalidCheckpointException {
        if (Arrays.mismatch(file, START_OF_FORMAT_1) == START_OF_FORMAT_1.length) {
            throw otherFormat(1);
        }
        try {
            BundleArchive archive = BundleArchive.parse(file, CheckpointFile.MOST_BYTES);
            JsonNode json = JSON.readTree(archive.manifest());
            if (json.path("format").asInt() != FORMAT) {
                throw otherFormat(json.path("format").asInt());
            }
            return checkpoint(JSON.treeToValue(json, Header.class), archive.weights());
        } catch (JsonProcessingException e) {
            throw new InvalidCheckpointException("has a header that cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidCheckpointException(String.valueOf(e.getMessage()));
        }
    }

    private static InvalidCheckpointException otherFormat(int format) {
        return new InvalidCheckpointException("has format version " + format + ", this program reads " + FORMAT);
    }

    private static Checkpoint checkpoint(Header header, byte[] bytes) throws InvalidCheckpointException {
        if (bytes.length != header.bytes()) {
            throw new InvalidCheckpointException(
                    "is damaged: " + bytes.length + " bytes of numbers, " + header.bytes() + " expected");
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        NetworkState network = new NetworkState(
                header.steps(),
                floats(numbers, header.weights()),
                floats(numbers, header.updater()),
                floats(numbers, header.weights()));
        EarlyStopping.State stop = new EarlyStopping.State(
                new ValidationScore(header.bestScore(), header.bestCount()),
                header.bestEpoch(),
                header.falls(),
                floats(numbers, header.best()));
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

    private static float[] floats(ByteBuffer from, int count) {
        float[] values = new float[count];
        from.asFloatBuffer().get(values);
        from.position(from.position() + count * Float.BYTES);
        return values;
    }
}
