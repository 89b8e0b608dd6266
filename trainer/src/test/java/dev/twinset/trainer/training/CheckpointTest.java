package dev.twinset.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.trainer.checkpoint.CheckpointFile;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {
    private static final int EPOCHS = 4;

    /** A clock that stands still: every epoch is kept. */
    private static final Clock CLOCK = Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path bundle = Path.of("");
    private Path checkpoint = Path.of("");

    @BeforeEach
    void name() {
        bundle = folder.resolve("m.twinset");
        checkpoint = CheckpointFile.beside(bundle);
    }

    @Test
    void killedBehindAnyEpochATrainingEndsInTheSameBytes() throws IOException {
        try (CatalogDataset data = shapes(80, folder.resolve("shapes"))) {
            finish(data, options(), new Witness(0), false);
            byte[] unbroken = Files.readAllBytes(bundle);
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                Files.delete(bundle);
                killed(data, epoch);

                Witness second = new Witness(0);
                finish(data, options(), second, false);

                // an epoch is reported before it is kept: a kill here repeats it
                assertThat(second.resumed).as("epoch %d", epoch).isEqualTo(epoch - 1);
                assertThat(second.epochs).isEqualTo(EPOCHS - epoch + 1);
                assertThat(Files.readAllBytes(bundle)).as("epoch %d", epoch).isEqualTo(unbroken);
                assertThat(checkpoint).doesNotExist();
            }
        }
    }

    @Test
    void killedTwiceATrainingEndsInTheSameBytes() throws IOException {
        try (CatalogDataset data = shapes(80, folder.resolve("shapes"))) {
            finish(data, options(), new Witness(0), false);
            byte[] unbroken = Files.readAllBytes(bundle);
            Files.delete(bundle);
            killed(data, 2);
            killed(data, 3);
            finish(data, options(), new Witness(0), false);
            assertThat(Files.readAllBytes(bundle)).isEqualTo(unbroken);
        }
    }

    @Test
    void otherOptionsAreRefusedByName() throws IOException {
        try (CatalogDataset data = shapes(80, folder.resolve("shapes"))) {
            killed(data, 2);
        }
        TrainingOptions longer = new TrainingOptions(TinyNet.PROFILE.withEpochs(9), 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckpointFile.open(bundle, longer, false, CLOCK))
                .withMessage("checkpoint " + checkpoint + " is of another training: its epochs is 4, not 9, its seed is"
                        + " 1, not 3; go on with what it was started with, or add --force to start over");
        assertThat(CheckpointFile.open(bundle, longer, true, CLOCK).epochsKept())
                .isZero();
    }

    @Test
    void otherDataAreRefused() throws IOException {
        try (CatalogDataset data = shapes(80, folder.resolve("shapes"))) {
            killed(data, 2);
        }
        try (CatalogDataset more = shapes(90, folder.resolve("more"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> finish(more, options(), new Witness(0), false))
                    .withMessageContaining("its images differs, its labels differs;");
        }
    }

    @Test
    void aFinishedBundleIsNotOverwrittenWithoutForce() throws IOException {
        Files.writeString(bundle, "precious");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckpointFile.open(bundle, options(), false, CLOCK))
                .withMessage("--out " + bundle + " exists; name another file, or add --force");
    }

    @Test
    void aTrainingThatMayOverwriteGoesOnWithoutForce() throws IOException {
        Files.writeString(bundle, "outdated");
        try (CatalogDataset data = shapes(80, folder.resolve("shapes"))) {
            CheckpointFile forced = CheckpointFile.open(bundle, options(), true, CLOCK);
            Witness killer = new Witness(3);
            assertThatExceptionOfType(Killed.class)
                    .isThrownBy(() -> new Training(options(), killer, CLOCK, 1).run(data, forced));
            Witness second = new Witness(0);
            finish(data, options(), second, false);
            assertThat(second.resumed).isEqualTo(2);
            assertThat(ModelBundle.read(bundle).architecture()).isEqualTo(TinyNet.SHAPE);
        }
    }

    @Test
    void aFailedWriteIsReportedAndTrainingGoesOn() throws IOException {
        try (CatalogDataset data = shapes(80, folder.resolve("shapes"))) {
            killed(data, 3);
            CheckpointFile file = CheckpointFile.open(bundle, options(), false, CLOCK);
            // in the way of what is written
            Files.createDirectory(folder.resolve(
                    ".m.twinset.checkpoint." + ProcessHandle.current().pid() + ".part"));
            byte[] good = Files.readAllBytes(checkpoint);
            Witness witness = new Witness(0);
            new Training(options(), witness, CLOCK, 1).run(data, file).write(bundle);
            assertThat(witness.notes)
                    .hasSize(2)
                    .allSatisfy(note -> assertThat(note)
                            .startsWith("checkpoint " + checkpoint + " cannot be written: ")
                            .endsWith("; training goes on, a kill would cost the epochs since the last one"));
            assertThat(Files.readAllBytes(checkpoint)).isEqualTo(good);
        }
    }

    @Test
    void whatAKilledProcessWasWritingIsThrownAway() throws IOException {
        Path part = Files.writeString(folder.resolve(".m.twinset.checkpoint.123.part"), "half");
        Path other = Files.writeString(folder.resolve(".other.twinset.checkpoint.123.part"), "half");
        CheckpointFile.open(bundle, options(), false, CLOCK);
        assertThat(part).doesNotExist();
        assertThat(other).exists();
    }

    private void killed(CatalogDataset data, int epoch) throws IOException {
        CheckpointFile file = CheckpointFile.open(bundle, options(), false, CLOCK);
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> new Training(options(), new Witness(epoch), CLOCK, 1).run(data, file));
    }

    private void finish(CatalogDataset data, TrainingOptions options, Witness witness, boolean force)
            throws IOException {
        CheckpointFile file = CheckpointFile.open(bundle, options, force, CLOCK);
        new Training(options, witness, CLOCK, 2).run(data, file).write(bundle);
        file.delete();
    }

    private static TrainingOptions options() {
        return new TrainingOptions(TinyNet.PROFILE.withEpochs(EPOCHS), 1);
    }

    private static CatalogDataset shapes(int items, Path folder) throws IOException {
        return CatalogDataset.load(DrawnShapes.draw(items, folder), TinyNet.SHAPE.side(), 2, done -> {});
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Witness implements TrainingProgress {
        private final int killedAt;
        private final List<String> notes = new ArrayList<>();
        private int resumed;
        private int epochs;

        /** @param killedAt the epoch at which the process is killed */
        Witness(int killedAt) {
            this.killedAt = killedAt;
        }

        @Override
        public void resumed(List<Epoch> done) {
            resumed = done.size();
        }

        @Override
        public void step(Step step) {}

        @Override
        public void epoch(Epoch epoch) {
            epochs++;
            if (epoch.epoch() == killedAt) {
                throw new Killed();
            }
        }

        @Override
        public void note(String sentence) {
            notes.add(sentence);
        }
    }
}
