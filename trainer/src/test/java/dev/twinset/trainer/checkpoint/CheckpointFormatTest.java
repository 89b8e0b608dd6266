package dev.twinset.trainer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twinset.trainer.checkpoint.CheckpointFormat.InvalidCheckpointException;
import dev.twinset.trainer.network.NetworkState;
import dev.twinset.trainer.progress.TrainingMetrics;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.trainer.validation.EarlyStopping;
import dev.twinset.trainer.validation.ValidationScore;
import dev.twinset.vision.bundle.BundleArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFormatTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsReadIsWhatWasWrittenBitByBit() throws InvalidCheckpointException {
        Checkpoint read = CheckpointFormat.read(CheckpointFormat.write(checkpoint()));

        assertThat(read).usingRecursiveComparison().isEqualTo(checkpoint());
        assertThat(read.epoch()).isEqualTo(2);
    }

    @Test
    void equalCheckpointsAreEqualBytes() {
        assertThat(CheckpointFormat.write(checkpoint())).isEqualTo(CheckpointFormat.write(checkpoint()));
    }

    @Test
    void aCutOrLengthenedFileIsRefused() {
        byte[] whole = CheckpointFormat.write(checkpoint());
        for (int length = 0; length < whole.length; length += 1 + length / 10) {
            refused(Arrays.copyOf(whole, length));
        }
        refused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void aFlippedBitIsRefusedOrChangesNothing() {
        byte[] whole = CheckpointFormat.write(checkpoint());
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            try {
                assertThat(CheckpointFormat.read(damaged))
                        .as("bit %d of byte %d", at % 8, at)
                        .usingRecursiveComparison()
                        .isEqualTo(checkpoint());
            } catch (InvalidCheckpointException e) {
                refused++;
            }
        }
        assertThat(refused).as("of %d bytes", whole.length).isGreaterThan(whole.length / 2);
    }

    @Test
    void aCheckpointOfTheFirstFormatIsRefusedByItsNumber() {
        assertThat(refused("TWINSTCK\u0001\u0000\u0000\u0000 and what followed".getBytes(UTF_8)))
                .isEqualTo("has format version 1, this program reads 2");
    }

    @Test
    void aCheckpointOfALaterFormatIsRefusedByItsNumber() {
        byte[] later = new BundleArchive("{\"format\": 3, \"new\": true}".getBytes(UTF_8), new byte[0]).bytes();
        assertThat(refused(later)).isEqualTo("has format version 3, this program reads 2");
    }

    @Test
    void fewerNumbersThanTheHeaderNamesAreRefused() throws IOException {
        BundleArchive whole = BundleArchive.parse(CheckpointFormat.write(checkpoint()), 1 << 20);
        byte[] fewer = Arrays.copyOf(whole.weights(), whole.weights().length - 4);
        assertThat(refused(new BundleArchive(whole.manifest(), fewer).bytes()))
                .isEqualTo("is damaged: 208 bytes of numbers, 212 expected");
    }

    @Test
    void aDamagedFileIsOneSentenceThatSaysWhatToDo() throws IOException {
        Path bundle = folder.resolve("m.twinset");
        Path file = CheckpointFile.beside(bundle);
        TrainingOptions options = new TrainingOptions(TrainingProfile.FAST, 1);
        Files.write(file, Arrays.copyOf(CheckpointFormat.write(checkpoint()), 500));

        assertThatIOException()
                .isThrownBy(() -> CheckpointFile.open(bundle, options, false, Clock.systemUTC()))
                .withMessage("checkpoint " + file + " does not end as a zip file does: it is truncated or has a foreign"
                        + " tail; add --force to start over without it");
        assertThat(CheckpointFile.open(bundle, options, true, Clock.systemUTC()).epochsKept())
                .isZero();
    }

    private static String refused(byte[] bytes) {
        assertThatExceptionOfType(InvalidCheckpointException.class).isThrownBy(() -> CheckpointFormat.read(bytes));
        return String.valueOf(catchThrowableOfType(InvalidCheckpointException.class, () -> CheckpointFormat.read(bytes))
                .getMessage());
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint(
                new TrainingFingerprint(Map.of("seed", "1")),
                true,
                1,
                new NetworkState(7, floats(11, 1), floats(22, 2), floats(11, 3)),
                new EarlyStopping.State(new ValidationScore(0.75, 40), 2, 1, floats(9, 4)),
                List.of(epoch(1, 2.5), epoch(2, 1.25)));
    }

    private static TrainingProgress.Epoch epoch(int number, double loss) {
        return new TrainingProgress.Epoch(
                number, 5, new TreeMap<>(Map.of(TrainingMetrics.LOSS, loss)), Duration.ofSeconds(9 - number));
    }

    private static float[] floats(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
