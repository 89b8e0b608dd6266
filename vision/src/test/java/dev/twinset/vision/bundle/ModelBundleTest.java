package dev.twinset.vision.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelBundleTest {
    private static final CnnArchitecture TINY =
            new CnnArchitecture("tiny", 16, List.of(4, 6, 8), List.of(5, 3, 3), List.of(1, 1, 1), 12);

    private static final MatchCalibration CALIBRATION =
            new MatchCalibration(List.of(new MatchCalibration.Point(0.5, 0.1), new MatchCalibration.Point(0.9, 0.75)));

    private final ModelBundle bundle =
            ModelBundle.of(card(TINY), ModelBundle.untrained(TINY, 7).weights());

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        ModelBundle copy = roundTrip(bundle);

        assertThat(copy.manifest()).isEqualTo(bundle.manifest());
        assertThat(copy.modelId()).isEqualTo(bundle.modelId()).matches("[0-9a-f]{12}");
        assertThat(copy.weights().keySet())
                .containsExactlyElementsOf(bundle.weights().keySet());
        copy.weights()
                .forEach((name, tensor) -> assertThat(tensor.values())
                        .isEqualTo(bundle.tensor(name).values()));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void equalContentGivesEqualBytes() throws IOException {
        Path one = folder.resolve("one.twinset");
        Path two = folder.resolve("two.twinset");
        bundle.write(one);
        ModelBundle.read(one).write(two);

        assertThat(two).hasSameBinaryContentAs(one);
    }

    @Test
    void theModelIdIsTheSameOnEveryMachineAndJdk() {
        Map<String, Tensor> ones = new LinkedHashMap<>();
        bundle.weights().forEach((name, tensor) -> {
            float[] values = new float[tensor.values().length];
            Arrays.fill(values, 1);
            ones.put(name, new Tensor(tensor.shape(), values));
        });
        assertThat(ModelBundle.of(card(TINY), ones).modelId()).isEqualTo("b45a527800d9");
    }

    @Test
    void tensorsMayBeInAnyOrder() throws IOException {
        Map<String, Tensor> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(bundle.weights());
        byte[] bytes = WeightTable.encode(reversed);
        ModelManifest manifest = new ModelManifest(
                2,
                12,
                card(TINY),
                MatchCalibration.NONE,
                new ModelManifest.Weights(WeightTable.sha256(bytes), WeightTable.entries(reversed)));
        Path file = folder.resolve("reversed.twinset");
        Files.write(file, new BundleArchive(ManifestCodec.write(manifest), bytes).bytes());
        ModelBundle read = ModelBundle.read(file);

        assertThat(read.modelId()).isEqualTo(bundle.modelId());
        assertThat(roundTrip(read).manifest()).isEqualTo(bundle.manifest());
    }

    @Test
    void anOldFileIsReplaced() throws IOException {
        Path file = folder.resolve("model.twinset");
        ModelBundle.untrained(TINY, 8).write(file);
        bundle.write(file);

        assertThat(ModelBundle.read(file).modelId()).isEqualTo(bundle.modelId());
    }

    @Test
    void theModelIdFollowsWeightsShapeAndInputRuleButNotMetrics() {
        Map<String, Tensor> weights = bundle.weights();
        ModelCard card = bundle.manifest().model();
        InputRule other = InputRule.of(List.of(0.1, 0.5, 0.5), card.input().std());

        assertThat(bundle.modelId())
                .isNotEqualTo(ModelBundle.untrained(TINY, 8).modelId())
                .isNotEqualTo(ModelBundle.of(
                                new ModelCard(
                                        TINY,
                                        other,
                                        card.tasks(),
                                        card.feature(),
                                        card.data(),
                                        card.training(),
                                        card.metrics()),
                                weights)
                        .modelId())
                .isEqualTo(ModelBundle.of(
                                new ModelCard(
                                        TINY,
                                        card.input(),
                                        card.tasks(),
                                        card.feature(),
                                        card.data(),
                                        card.training(),
                                        new TreeMap<>()),
                                weights)
                        .modelId());
    }

    @Test
    void whatScoresMeanIsPartOfTheModel() throws IOException {
        ModelBundle calibrated = bundle.calibrated(CALIBRATION);

        assertThat(roundTrip(calibrated).calibration()).isEqualTo(CALIBRATION);
        assertThat(roundTrip(calibrated).modelId())
                .isEqualTo(calibrated.modelId())
                .isNotEqualTo(bundle.modelId());
        assertThat(calibrated.calibrated(MatchCalibration.NONE).modelId()).isEqualTo(bundle.modelId());
        assertThat(bundle.calibration()).isEqualTo(MatchCalibration.NONE);
    }

    @Test
    void aCalibrationThatFallsIsRefused() throws IOException {
        byte[] manifest = ManifestCodec.write(bundle.calibrated(CALIBRATION).manifest());
        byte[] falling = new String(manifest, UTF_8).replace("0.75", "0.05").getBytes(UTF_8);

        refused(new BundleArchive(falling, weights()).bytes(), "expected a greater score");
    }

    @Test
    void aMissingFileIsOneSentence() {
        Path file = folder.resolve("none.twinset");
        assertThatIOException()
                .isThrownBy(() -> ModelBundle.read(file))
                .withMessage(
                        "model bundle " + file + " does not exist: name a .twinset file, or one of accurate, fast");
    }

    @Test
    void aFileThatIsNotAZipIsRefused() throws IOException {
        refused("hello".getBytes(UTF_8), "is not a zip file");
        refused(new byte[0], "is not a zip file");
        refused(new byte[4000], "is not a zip file");
    }

    @Test
    void aMissingEntryIsRefused() throws IOException {
        refused(zip(Map.of("manifest.json", manifest())), "lists 1 entries");
        refused(zip(Map.of("manifest.json", manifest(), "other.bin", weights())), "foreign entry");
    }

    @Test
    void aForeignEntryIsRefused() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("preprocessor.bin", new byte[] {(byte) 0xac, (byte) 0xed});
        entries.put("manifest.json", manifest());
        entries.put("weights.bin", weights());
        refused(zip(entries), "lists 3 entries");
    }

    @Test
    void aTwofoldEntryIsRefused() throws IOException {
        byte[] zip = zip(Map.of("manifest.json", manifest(), "manifest.jso_", manifest()));
        refused(replaced(zip, "manifest.jso_", "manifest.json"), "holds manifest.json twice");
    }

    @Test
    void anEntryThatUnpacksToTooMuchIsRefused() throws IOException {
        refused(
                zip(Map.of("manifest.json", new byte[2 << 20], "weights.bin", weights())),
                "manifest.json unpacks to more than 1048576 bytes");
        refused(
                zip(Map.of("manifest.json", manifest(), "weights.bin", new byte[WeightTable.MOST_BYTES + 1])),
                "weights.bin unpacks to more than 67108864 bytes");
    }

    @Test
    void weightsOfAnotherSizeAreRefused() throws IOException {
        byte[] weights = weights();
        refused(
                new BundleArchive(manifest(), Arrays.copyOf(weights, weights.length - 4)).bytes(),
                "weights.bin has " + (weights.length - 4) + " bytes, the architecture expects " + weights.length);
    }

    @Test
    void weightsOfAnotherDigestAreRefused() throws IOException {
        byte[] weights = weights();
        weights[100] ^= 1;
        refused(new BundleArchive(manifest(), weights).bytes(), "SHA-256 of weights.bin is");
    }

    @Test
    void weightsThatAreNotNumbersAreRefused() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Map<String, Tensor> weights = new LinkedHashMap<>(bundle.weights());
            float[] values = bundle.tensor("dense.bias").values().clone();
            values[3] = bad;
            weights.put("dense.bias", new Tensor(new int[] {12}, values));
            byte[] bytes = WeightTable.encode(weights);
            byte[] manifest =
                    edited(text -> text.replace(bundle.manifest().weights().sha256(), WeightTable.sha256(bytes)));

            refused(new BundleArchive(manifest, bytes).bytes(), "tensor dense.bias holds " + bad + " at 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ModelBundle.of(bundle.manifest().model(), weights))
                    .withMessageContaining("dense.bias");
        }
    }

    @Test
    void aNegativeVarianceIsRefused() {
        Map<String, Tensor> weights = new LinkedHashMap<>(bundle.weights());
        weights.put("norm0.variance", new Tensor(new int[] {4}, new float[] {1, 1, -1, 1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBundle.of(bundle.manifest().model(), weights))
                .withMessageContaining("norm0.variance holds -1.0 at 2, expected a finite number of at least 0");
    }

    @Test
    void olderAndNewerFormatVersionsAreRefused() throws IOException {
        refusedManifest("\"formatVersion\" : 2", "\"formatVersion\" : 3", "format version 3 is newer than 2");
        refusedManifest("\"formatVersion\" : 2", "\"formatVersion\" : 1", "format version 1 is older than 2");
        refusedManifest("\"formatVersion\"", "\"formatVersio_\"", "has no format version");
    }

    @Test
    void aManifestThatContradictsItselfIsRefused() throws IOException {
        refusedManifest("\"dimension\" : 12,\n  \"model\"", "\"dimension\" : 13,\n  \"model\"", "dimension is 13");
        refusedManifest("\"widths\" : [ 4, 6, 8 ]", "\"widths\" : [ 4, 6, 9 ]", "the architecture expects");
        refusedManifest("norm0.gamma", "norm9.gamma", "tensor norm9.gamma does not belong");
        refusedManifest("norm0.gamma", "norm0.beta", "lists tensor norm0.beta twice");
        refusedManifest("\"shares\" : [ ]", "\"shares\" : [ 1.0, 2.0 ]", "expected one for each of 1 tasks");
        refusedManifest("\"shares\" : [ ]", "\"shares\" : [ -1.0 ]", "expected numbers of at least 0");
        refusedManifest("\"shares\" : [ ]", "\"shares\" : [ 1.0 ]", "tensor feature.weight is missing");
        refusedManifest("\"RGB\"", "\"BGR\"", "colour order is BGR, expected RGB");
        refusedManifest(InputRule.RESIZE, "crop", "resize rule is crop");
    }

    @Test
    void aManifestWithUnknownMissingOrRepeatedFieldsIsRefused() throws IOException {
        refusedManifest("\"splitRule\"", "\"splitRul_\"", "manifest.json cannot be read");
        refusedManifest("\"splitRule\"", "\"name\" : \"x\",\n\"splitRule\"", "manifest.json cannot be read");
        refusedManifest("\"epochs\" : 22,", "", "manifest.json cannot be read");
        refusedManifest("{", "[", "manifest.json");
        refusedManifest("\"dimension\" : 12,\n  \"model\"", "\"dimension\" : 1e99,\n  \"model\"", "manifest.json");
    }

    @Test
    void aNullInAListIsRefusedWithTheNameOfTheList() throws IOException {
        refusedManifest("\"widths\" : [ 4, 6, 8 ]", "\"widths\" : [ 4, null, 8 ]", "\"widths\"");
        refusedManifest("\"shares\" : [ ]", "\"shares\" : [ null ]", "\"shares\"");
    }

    @Test
    void aManifestThatIsNotUnicodeIsRefused() throws IOException {
        byte[] manifest = {0, 0, 0, '{', 'n', 'o', 'n', 'e'};
        refused(
                new BundleArchive(manifest, weights()).bytes(),
                "manifest.json cannot be read: Invalid UTF-32 character");
    }

    @Test
    void aCutFileIsRefusedAtEveryLength() throws IOException {
        byte[] whole = bytes();
        for (int length = 0; length < whole.length; length += length < 300 || length > whole.length - 300 ? 1 : 97) {
            refused(Arrays.copyOf(whole, length), "");
        }
        refused(Arrays.copyOf(whole, whole.length + 1), "foreign tail");
    }

    @Test
    void aFlippedBitIsRefusedOrChangesNothing() throws IOException {
        byte[] whole = bytes();
        Random random = new Random(20260101);
        int same = 0;
        for (int flip = 0; flip < 1500; flip++) {
            // every second flip goes to the zip's own records at both ends, where a flip may mean nothing
            int at = flip % 2 == 0 ? random.nextInt(whole.length) : whole.length - 1 - random.nextInt(200);
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Path file = folder.resolve("flipped.twinset");
            Files.write(file, damaged);
            try {
                ModelBundle read = ModelBundle.read(file);
                assertThat(read.manifest()).isEqualTo(bundle.manifest());
                assertThat(read.modelId()).isEqualTo(bundle.modelId());
                same++;
            } catch (IOException refusal) {
                assertThat(refusal).hasMessageContaining("flipped.twinset");
            }
        }
        assertThat(same).isLessThan(750);
    }

    @Test
    void aTensorKnowsItsShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tensor(new int[] {2, 3}, new float[5]))
                .withMessage("tensor of shape [2, 3] has 5 values");
        assertThatIllegalArgumentException().isThrownBy(() -> bundle.tensor("dense.wait"));
    }

    @Test
    void shapesHaveTheOperationsTheyAreKnownFor() {
        assertThat(CnnArchitecture.L.operations()).isBetween(200_500_000L, 200_700_000L);
        assertThat(CnnArchitecture.S.operations()).isBetween(38_700_000L, 38_900_000L);
        assertThat(CnnArchitecture.L.flat()).isEqualTo(6912);
    }

    private ModelBundle roundTrip(ModelBundle model) throws IOException {
        Path file = folder.resolve("model.twinset");
        model.write(file);
        return ModelBundle.read(file);
    }

    private byte[] bytes() {
        return new BundleArchive(manifest(), weights()).bytes();
    }

    private byte[] manifest() {
        return ManifestCodec.write(bundle.manifest());
    }

    private byte[] weights() {
        return WeightTable.encode(bundle.weights());
    }

    private byte[] edited(UnaryOperator<String> edit) {
        return edit.apply(new String(manifest(), UTF_8)).getBytes(UTF_8);
    }

    private void refusedManifest(String from, String to, String sentence) throws IOException {
        assertThat(new String(manifest(), UTF_8)).contains(from);
        refused(new BundleArchive(edited(text -> text.replaceFirst(quoted(from), to)), weights()).bytes(), sentence);
    }

    private static String quoted(String text) {
        return Pattern.quote(text);
    }

    private void refused(byte[] content, String sentence) throws IOException {
        Path file = folder.resolve("refused.twinset");
        Files.write(file, content);
        assertThatIOException()
                .isThrownBy(() -> ModelBundle.read(file))
                .withMessageStartingWith("model bundle " + file + " is refused: ")
                .withMessageContaining(sentence)
                .withMessageEndingWith("; copy it again or use another");
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] replaced(byte[] content, String from, String to) {
        String text = new String(content, ISO_8859_1);
        return text.replace(from, to).getBytes(ISO_8859_1);
    }

    private static ModelCard card(CnnArchitecture architecture) {
        return new ModelCard(
                architecture,
                InputRule.of(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
                List.of(new ModelCard.Task("none", 1, List.of("untrained"))),
                FeatureRule.hidden(architecture),
                new ModelCard.TrainingData("drawn", 100, "none"),
                new ModelCard.TrainingSettings(22, 64, 1e-3, 0.5, 7),
                new TreeMap<>(Map.of("precisionAt5", 0.86)));
    }
}
