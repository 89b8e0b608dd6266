package dev.twinset.trainer.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.evaluate.page.EvaluationFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands check before their work, and what they print of it. */
final class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatExistsIsOverwrittenOnlyByForce() throws IOException {
        Path file = Files.writeString(folder.resolve("m.npy"), "precious");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutputFile.requireWritable("--out", file, false))
                .withMessage("--out " + file + " exists; name another file, or add --force");
        assertThatCode(() -> OutputFile.requireWritable("--out", file, true)).doesNotThrowAnyException();
        assertThat(file).hasContent("precious");
    }

    @Test
    void aFolderOrAFileInAMissingFolderIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OutputFile.requireWritable("--out", folder, true))
                .withMessage("--out " + folder + " is a folder; name a file");
        assertThatIOException()
                .isThrownBy(() -> OutputFile.requireWritable("--out", folder.resolve("none/m.npy"), true))
                .withMessage("--out " + folder.resolve("none/m.npy") + ": the folder " + folder.resolve("none")
                        + " does not exist; create it first");
    }

    @Test
    void theFolderOfAnEvaluationIsMadeAndNotOverwritten() throws IOException {
        Path out = folder.resolve("a/b");
        EvaluationFiles files = EvaluationFiles.in(out, false);
        assertThat(out).isDirectory();
        Files.writeString(files.figures(), "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvaluationFiles.in(out, false))
                .withMessage("--out " + out + " holds evaluation.json; name another folder, or add --force");
        assertThatCode(() -> EvaluationFiles.in(out, true)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvaluationFiles.in(files.figures(), true))
                .withMessage("--out " + files.figures() + " is a file; name a folder");
    }

    @Test
    void ofImagesThatWereLeftOutTwentyAreNamed() {
        List<UnreadableImage> images = IntStream.range(0, 23)
                .mapToObj(i -> new UnreadableImage("id" + i, "reason " + i))
                .toList();
        assertThat(printed(images.subList(0, 2)).lines())
                .containsExactly("2 images left out:", "  id0: reason 0", "  id1: reason 1");
        assertThat(printed(images).lines()).hasSize(22).last().isEqualTo("  and 3 more");
        assertThat(printed(List.of())).isEmpty();
    }

    @Test
    void liveLinesAreDrawnOverThemselvesAndErased() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LiveLines live = new LiveLines(new PrintStream(bytes, true, UTF_8), true);
        live.show(() -> List.of("one", "two"));
        live.show(() -> List.of("too soon"));
        live.erase();
        live.erase();
        String up = "\033[1A\033[2K";
        assertThat(bytes.toString(UTF_8)).isEqualTo("\rone\ntwo\n" + "\r" + up + up);
    }

    @Test
    void nothingIsDrawnWithoutATerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LiveLines live = new LiveLines(new PrintStream(bytes, true, UTF_8), false);
        live.show(() -> {
            throw new AssertionError("these lines were not asked for");
        });
        live.erase();
        assertThat(bytes.size()).isZero();
    }

    private static String printed(List<UnreadableImage> images) {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        UnreadableImages.print(images, printer);
        printer.flush();
        return out.toString();
    }
}
