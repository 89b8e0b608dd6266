package dev.twinset.vision.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a bundle's file holds: a model that is written as it was read, or a sentence that names the file. */
final class ModelBundleFuzzTest {
    private static final CnnArchitecture LEAST =
            new CnnArchitecture("least", 8, List.of(1, 1, 2), List.of(1, 3, 1), List.of(1, 1, 1), 3);
    private static final MatchCalibration CALIBRATION =
            new MatchCalibration(List.of(new MatchCalibration.Point(0.5, 0.1), new MatchCalibration.Point(0.9, 0.75)));
    private static final String[] TOKENS = {
        "\"",
        ":",
        ",",
        "{",
        "}",
        "[",
        "]",
        "null",
        "\"x\":1,",
        "1.5",
        "-1",
        "[[",
        "{\"formatVersion\":2}",
        "\u0000",
        "\\u0000"
    };

    private final ModelBundle plain = ModelBundle.untrained(LEAST, 7);
    private final ModelBundle calibrated = plain.calibrated(CALIBRATION);

    @TempDir
    private Path folder;

    @Test
    void aManifestIsReadAsItWouldBeWrittenOrRefused() throws InterruptedException {
        byte[] json = ManifestCodec.write(plain.manifest());
        Fuzz.of(
                        json,
                        ManifestCodec.write(calibrated.manifest()),
                        new String(json, UTF_8).getBytes(Charset.forName("UTF-32BE")))
                .tokens(TOKENS)
                .refusing(InvalidModelException.class)
                .run(
                        ModelBundleFuzzTest::manifest,
                        read -> assertThat(manifest(ManifestCodec.write(read))).isEqualTo(read));
    }

    @Test
    void aFileIsReadAsItWouldBeWrittenOrRefused() throws IOException, InterruptedException {
        Fuzz.of(archive(plain).bytes(), archive(calibrated).bytes())
                .tokens("PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "manifest.json", "weights.bin")
                .refusing(IOException.class)
                .run(this::read, this::assertWritable);
    }

    /** With a digest that fits: else no change of the weights would get past it. */
    @Test
    void aFileOfOtherWeightsIsReadAsItWouldBeWrittenOrRefused() throws IOException, InterruptedException {
        Fuzz.of(manifestAndWeights(plain), manifestAndWeights(calibrated))
                .tokens(TOKENS)
                .refusing(IOException.class)
                .run(input -> read(packed(input)), this::assertWritable);
    }

    private byte[] packed(byte[] manifestAndWeights) {
        String text = new String(manifestAndWeights, ISO_8859_1);
        int end = Math.max(0, text.indexOf('\0'));
        int start = Math.min(end + 1, text.length());
        byte[] weights = Arrays.copyOfRange(manifestAndWeights, start, manifestAndWeights.length);
        String manifest =
                text.substring(0, end).replace(plain.manifest().weights().sha256(), WeightTable.sha256(weights));
        return new BundleArchive(manifest.getBytes(ISO_8859_1), weights).bytes();
    }

    private static ModelManifest manifest(byte[] json) throws IOException {
        try {
            return ManifestCodec.read(json);
        } catch (InvalidModelException e) {
            assertThat(e.getMessage()).doesNotEndWith("unfit: null");
            throw e;
        }
    }

    private void assertWritable(ModelBundle read) throws IOException {
        Path copy = folder.resolve("copy.twinset");
        read.write(copy);
        assertThat(ModelBundle.read(copy).modelId()).isEqualTo(read.modelId());
    }

    private ModelBundle read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("mutated.twinset"), bytes);
        try {
            return ModelBundle.read(file);
        } catch (IOException e) {
            assertThat(e.getMessage()).contains(file.toString()).doesNotContain(": null");
            throw e;
        }
    }

    private BundleArchive archive(ModelBundle bundle) throws IOException {
        Path file = folder.resolve("valid.twinset");
        bundle.write(file);
        return BundleArchive.parse(Files.readAllBytes(file), WeightTable.MOST_BYTES);
    }

    private byte[] manifestAndWeights(ModelBundle bundle) throws IOException {
        BundleArchive archive = archive(bundle);
        byte[] both = Arrays.copyOf(archive.manifest(), archive.manifest().length + 1 + archive.weights().length);
        System.arraycopy(archive.weights(), 0, both, archive.manifest().length + 1, archive.weights().length);
        return both;
    }
}
