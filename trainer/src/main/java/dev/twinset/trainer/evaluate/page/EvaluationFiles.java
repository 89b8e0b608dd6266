package dev.twinset.trainer.evaluate.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.trainer.report.HtmlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that an evaluation writes into a folder.
 *
 * @param page {@code evaluation.html}, for people
 * @param figures {@code evaluation.json}, for machines
 */
public record EvaluationFiles(Path page, Path figures) {
    /**
     * Checks before the minutes of work that the files can be written.
     *
     * @throws IllegalArgumentException if they exist and may not be overwritten
     */
    public static EvaluationFiles in(Path folder, boolean force) throws IOException {
        EvaluationFiles files =
                new EvaluationFiles(folder.resolve("evaluation.html"), folder.resolve("evaluation.json"));
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--out " + folder + " is a file; name a folder");
        }
        for (Path file : new Path[] {files.page, files.figures}) {
            if (Files.exists(file) && !force) {
                throw new IllegalArgumentException(
                        "--out " + folder + " holds " + file.getFileName() + "; name another folder, or add --force");
            }
        }
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new IOException("--out " + folder + " is not writable");
        }
        return files;
    }

    /** Each all or nothing. */
    public void write(Evaluation evaluation, EvaluationProgress progress) throws IOException {
        progress.begin("report", 1);
        HtmlPage.write(page, "evaluate/page/evaluation.jte", new EvaluationPage(evaluation));
        AtomicFile.write(
                figures,
                new ObjectMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(evaluation.json())
                        .getBytes(UTF_8));
    }
}
