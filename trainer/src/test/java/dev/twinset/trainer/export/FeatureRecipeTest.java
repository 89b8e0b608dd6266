package dev.twinset.trainer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.twinset.trainer.command.ExportCommand;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a stranger does with an export: its rule, followed by other code, gives the feature that it prints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FeatureRecipeTest {
    private static final float TOLERANCE = 1e-4f;
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final long SECONDS = 300;

    private Path folder = Path.of("");
    private Path onnx = Path.of("");
    private Path picture = Path.of("");
    private String printed = "";

    @BeforeAll
    void export(@TempDir Path own) {
        folder = own;
        onnx = folder.resolve("model.onnx");
        picture = folder.resolve("picture.png");
        StringWriter out = new StringWriter();
        int status = new CommandLine(new ExportCommand())
                .setOut(new PrintWriter(out))
                .execute("--onnx", onnx.toString(), "--example", picture.toString());
        assertThat(status).isZero();
        printed = out.toString();
    }

    @Test
    void theRuleAloneGivesTheFeatureThatIsPrinted() throws Exception {
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx.toString())) {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            int side = ModelBundle.standard().architecture().side();
            float[] input = input(
                    ImageIO.read(picture.toFile()),
                    side,
                    numbers(metadata.getOrDefault("mean", "")),
                    numbers(metadata.getOrDefault("std", "")));

            float[] feature = run(session, input, side);

            assertClose(feature, printedFeature());
            assertClose(feature, numbers(metadata.getOrDefault("example.feature", "")));
            assertThat(metadata.getOrDefault("input", "").lines())
                    .isNotEmpty()
                    .allSatisfy(step -> assertThat(printed).contains(step));
        }
    }

    @Test
    void thePythonExampleGivesTheFeatures() throws Exception {
        List<String> python = List.of("python3", "-c", "import numpy, onnxruntime, PIL");
        assumeTrue(succeeds(python), "SKIPPED: no python3 with numpy, onnxruntime and pillow");
        Path script = EXAMPLES.resolve("embed.py");

        assertClose(
                numbers(output("python3", script.toString(), onnx.toString(), picture.toString())), printedFeature());

        Path photo = folder.resolve("photo.jpg");
        ImageIO.write(enlarged(ImageIO.read(picture.toFile())), "jpeg", photo.toFile());
        assertClose(numbers(output("python3", script.toString(), onnx.toString(), photo.toString())), served(photo));
    }

    @Test
    void theNodeExampleGivesTheFeature() throws Exception {
        List<String> node = List.of("node", "-e", "require('onnxruntime-node'); require('sharp')");
        boolean installed = succeeds(node);
        // where they were installed, a skipped test would go unnoticed
        assertThat(installed || System.getenv("REQUIRE_NODE_PACKAGES") == null)
                .as("onnxruntime-node and sharp are required")
                .isTrue();
        assumeTrue(installed, "SKIPPED: no node with onnxruntime-node and sharp (see NODE_PATH)");
        var rule = ModelBundle.standard().manifest().model().input();

        String numbers = output(
                "node",
                EXAMPLES.resolve("embed.js").toString(),
                onnx.toString(),
                picture.toString(),
                rule.mean().toString(),
                rule.std().toString());

        assertClose(numbers(numbers), printedFeature());
    }

    /** As the printed steps have it, for a picture without transparency that is larger than the square. */
    private static float[] input(BufferedImage image, int side, float[] mean, float[] std) {
        float[] input = new float[3 * side * side];
        double high = (double) image.getHeight() / side;
        double wide = (double) image.getWidth() / side;
        for (int i = 0; i < input.length; i++) {
            int channel = i / (side * side);
            int y = i / side % side;
            int x = i % side;
            double sum = 0;
            for (int row = (int) (y * high); row < Math.min((y + 1) * high, image.getHeight()); row++) {
                for (int column = (int) (x * wide); column < Math.min((x + 1) * wide, image.getWidth()); column++) {
                    int level = image.getRGB(column, row) >> (16 - 8 * channel) & 0xFF;
                    sum += level * covered(row, y * high, (y + 1) * high) * covered(column, x * wide, (x + 1) * wide);
                }
            }
            double level = Math.rint(sum / high / wide);
            input[i] = (float) ((level / 255 - mean[channel]) / std[channel]);
        }
        return input;
    }

    private static double covered(int pixel, double from, double to) {
        return Math.min(pixel + 1, to) - Math.max(pixel, from);
    }

    private static float[] run(OrtSession session, float[] input, int side) throws OrtException {
        long[] shape = {1, 3, side, side};
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input), shape);
                OrtSession.Result result = session.run(Map.of("image", tensor))) {
            return ((float[][]) result.get("feature").orElseThrow().getValue())[0];
        }
    }

    private static float[] served(Path image) throws IOException {
        try (FeatureExtractor extractor = CnnFeatureExtractor.open(ModelBundle.standard(), 1)) {
            Extraction extraction =
                    extractor.extract(List.of(Files.readAllBytes(image))).get(0);
            return ((Extraction.Feature) extraction).vector();
        }
    }

    /** Large enough that a JPEG of it is decoded at a quarter of its size. */
    private static BufferedImage enlarged(BufferedImage image) {
        BufferedImage large = new BufferedImage(610, 803, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.drawImage(image, 0, 0, 610, 803, null);
        graphics.dispose();
        return large;
    }

    private float[] printedFeature() {
        List<String> lines = printed.lines().toList();
        int from = lines.indexOf("the example picture (--example PNG) has the feature");
        assertThat(from).isPositive();
        return numbers(String.join(" ", lines.subList(from + 1, lines.size())));
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s", List.of(command)).isZero();
        return text;
    }

    private static float[] numbers(String text) {
        String[] words = text.strip().split("\\s+", -1);
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
