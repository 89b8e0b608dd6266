package dev.twinset.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> fault = new AtomicReference<>("");
    private String catalog = "";

    @BeforeEach
    void draw() throws IOException {
        Path shapes = folder.resolve("shapes");
        DrawnShapes.draw(60, shapes);
        catalog = shapes.toString();
    }

    @Test
    void aModelIsTrainedThenEmbedsThenIsExported() throws IOException {
        String model = path("s.twinset");
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", model, "--profile", "fast", "--epochs", "1"))
                .isZero();
        assertThat(out.toString())
                .contains("60 images: ", "articleType (3 classes), baseColour (3 classes)", "epoch  1/1  loss ")
                .contains("validation.precisionAt5.articleType", "wrote " + model + ", model ");
        assertThat(out.toString())
                .contains("by profile fast, 38.8 MFLOP an image")
                .doesNotContain("\033");
        assertThat(folder.resolve("s.twinset.html"))
                .content()
                .contains("Training of model ", "data:image/png;base64,", "articleType", "Learning rate at");
        assertThat(folder.resolve("s.twinset.checkpoint")).doesNotExist();
        assertThat(ModelBundle.read(Path.of(model)).architecture()).isEqualTo(CnnArchitecture.S);

        assertThat(run(
                        new EmbedCommand(),
                        "--catalog",
                        catalog,
                        "--out",
                        path("f.npy"),
                        "--model",
                        model,
                        "--limit",
                        "5"))
                .isZero();
        assertThat(out.toString()).contains("wrote 5 features of 128 values to");
        assertThat(Files.readAllLines(folder.resolve("f.ids.txt"))).containsExactly("0", "1", "2", "3", "4");

        assertThat(run(new ExportCommand(), "--model", model, "--onnx", path("s.onnx")))
                .isZero();
        assertThat(folder.resolve("s.onnx")).isNotEmptyFile();
    }

    @Test
    void jsonIsOneObjectALine() throws IOException {
        assertThat(run(
                        new TrainCommand(),
                        "--catalog",
                        catalog,
                        "--out",
                        path("s.twinset"),
                        "--profile",
                        "fast",
                        "--epochs",
                        "1",
                        "--limit",
                        "40",
                        "--json"))
                .isZero();
        List<String> lines = out.toString().lines().toList();
        ObjectMapper mapper = new ObjectMapper();
        JsonNode dataset = mapper.readTree(lines.get(0));
        assertThat(dataset.path("event").asText()).isEqualTo("dataset");
        assertThat(dataset.path("training").asInt()
                        + dataset.path("validation").asInt()
                        + dataset.path("test").asInt())
                .isEqualTo(40);
        assertThat(mapper.readTree(lines.get(1)).path("imagesPerSecond").asDouble())
                .isPositive();
        assertThat(mapper.readTree(lines.get(2)).path("event").asText()).isEqualTo("written");
    }

    @Test
    void anExistingFileIsNotOverwrittenUnlessForced() throws IOException {
        for (Callable<Integer> command : List.of(new TrainCommand(), new EmbedCommand(), new ExportCommand())) {
            String name = command instanceof EmbedCommand ? "old.npy" : "old.bin";
            Files.writeString(folder.resolve(name), "precious");
            String[] arguments = command instanceof ExportCommand
                    ? new String[] {"--onnx", path(name)}
                    : new String[] {"--catalog", catalog, "--out", path(name)};

            assertThat(run(command, arguments)).isEqualTo(1);

            assertThat(fault.get()).endsWith(path(name) + " exists; name another file, or add --force");
            assertThat(folder.resolve(name)).hasContent("precious");
        }
    }

    @Test
    void aCatalogueIsExploredAndThePageNotOverwrittenUnlessForced() throws IOException {
        assertThat(run(new ExploreCommand(), "--catalog", catalog, "--out", path("page"), "--json"))
                .isZero();
        JsonNode written = new ObjectMapper().readTree(out.toString());
        assertThat(written.path("event").asText()).isEqualTo("written");
        assertThat(written.path("readable").asInt()).isEqualTo(60);
        assertThat(written.path("classes").path("articleType").asInt()).isEqualTo(3);
        assertThat(Path.of(written.path("page").asText())).content().startsWith("<!DOCTYPE html>");
        assertThat(Path.of(written.path("numbers").asText())).isNotEmptyFile();

        assertThat(run(new ExploreCommand(), "--catalog", catalog, "--out", path("page")))
                .isEqualTo(1);
        assertThat(fault.get()).contains("index.html exists; name another file, or add --force");
        assertThat(run(new ExploreCommand(), "--catalog", catalog, "--out", path("page"), "--force", "--limit", "9"))
                .isZero();
        assertThat(out.toString()).contains("readable           9", "imagesWithoutItem  0", "wrote " + path("page"));
    }

    @Test
    void theHelpListsTheProfilesAsTheyAre() {
        StringWriter help = new StringWriter();
        new CommandLine(new TrainCommand()).usage(new PrintWriter(help));
        assertThat(help.toString())
                .containsPattern("accurate +200\\.6 MFLOP an image, " + TrainingProfile.ACCURATE.epochs() + " epochs")
                .containsPattern("fast +38\\.8 MFLOP an image, " + TrainingProfile.FAST.epochs() + " epochs");
    }

    @Test
    void aProfileThatDoesNotExistIsOneSentence() {
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", path("s.twinset"), "--profile", "L"))
                .isEqualTo(1);
        assertThat(fault.get()).isEqualTo("there is no profile 'L', expected one of [accurate, fast]");
    }

    @Test
    void labelsThatDoNotExistAreOneSentence() {
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", path("s.twinset"), "--labels", "brand,size"))
                .isEqualTo(1);
        assertThat(fault.get())
                .isEqualTo("catalogue " + catalog + " has no column 'brand', only " + "[articleType, baseColour]");
    }

    @Test
    void aFolderThatDoesNotExistIsRefusedBeforeAnyWork() {
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", path("none/s.twinset")))
                .isEqualTo(1);
        assertThat(fault.get())
                .isEqualTo("--out " + path("none/s.twinset") + ": the folder " + path("none")
                        + " does not exist; create it first");
    }

    @Test
    void wrongUseIsOneSentence() {
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", path("s.twinset"), "--epochs", "0"))
                .isEqualTo(1);
        assertThat(fault.get()).isEqualTo("epochs is 0, expected 1 to 1000");
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", path("s.twinset"), "--limit", "0"))
                .isEqualTo(2);
        assertThat(run(new EmbedCommand(), "--catalog", catalog, "--out", path("f.bin")))
                .isEqualTo(1);
        assertThat(fault.get()).endsWith("does not end in .npy; name a NumPy file");
        assertThat(run(new TrainCommand(), "--catalog", catalog)).isEqualTo(2);
    }

    @Test
    void theWeightOfATeacherThatIsNotThereIsWrongUse() {
        assertThat(run(new TrainCommand(), "--catalog", catalog, "--out", path("s.twinset"), "--teach", "1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--teach needs --teacher");
    }

    @Test
    void whatIsLeftOutOfACatalogueIsNotedOnceAndLinksDoNotLeadOut() throws IOException {
        Path shop = Files.createDirectories(folder.resolve("shop/images"));
        Path drawn = Path.of(catalog, "images", "0.jpg");
        Files.copy(drawn, shop.resolve("1.jpg"));
        Files.createSymbolicLink(shop.resolve("2.jpg"), Path.of("1.jpg"));
        Files.createSymbolicLink(shop.resolve("leak.jpg"), drawn);
        Files.writeString(folder.resolve("shop/styles.csv"), ",id\n0,1\n1,2\n2,leak\n");

        assertThat(run(new EmbedCommand(), "--catalog", path("shop"), "--out", path("f.npy")))
                .as(fault.get())
                .isZero();

        assertThat(Files.readAllLines(folder.resolve("f.ids.txt"))).containsExactly("1", "2");
        assertThat(err.toString())
                .containsOnlyOnce("note: column 1 has no name and is left out")
                .containsOnlyOnce("note: leak is left out: ")
                .contains("leads out of the catalogue");
        Files.delete(shop.resolve("leak.jpg"));
        Files.move(shop, folder.resolve("pictures"));
        Files.createSymbolicLink(shop, folder.resolve("pictures"));
        assertThat(run(new ExploreCommand(), "--catalog", path("shop"), "--out", path("page")))
                .isEqualTo(1);
        assertThat(fault.get()).contains("is a link that leads out of the catalogue");
    }

    @Test
    void aCatalogueThatDoesNotExistIsOneSentence() {
        assertThat(run(new TrainCommand(), "--catalog", path("nowhere"), "--out", path("s.twinset")))
                .isEqualTo(1);
        assertThat(fault.get()).startsWith("no catalogue at " + path("nowhere"));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int run(Callable<Integer> command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    fault.set(String.valueOf(e.getMessage()));
                    return 1;
                })
                .execute(arguments);
    }
}
