package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.CommandOutput;
import dev.twinset.producer.rejected.DeadLetter;
import dev.twinset.producer.rejected.RejectedExport;
import dev.twinset.producer.rejected.RejectedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset rejected export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Write the original bytes of dead letters to files, to look at them.",
            "",
            "A file's name is PARTITION-OFFSET-ITEM, with only harmless characters of the item's id."
                    + " index.jsonl has a JSON object a line for each, with its file and all that list --json tells."
                    + " The files are untrusted: open them with care.",
            "",
            "If it is killed or the disk is full, run the same command to continue; files that were"
                    + " exported before are left as they are."
        })
final class RejectedExportCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private DeadLetterOptions which = new DeadLetterOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "A new or empty folder, or an earlier export.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path directory;

    @Mixin
    private CommandOutput output = new CommandOutput();

    private long before;
    private long without;

    @Override
    public Integer call() throws IOException, InterruptedException {
        RejectedImages rejected = new RejectedImages(kafka.clientConfig(), kafka.topics());
        String title = DeadLetterPrinter.line(DeadLetterPrinter.object().put("exportOf", rejected.identity()));
        try (RejectedExport export = RejectedExport.open(directory, title)) {
            rejected.forEach(which.filter(output), (letter, redriven) -> add(export, letter, redriven));
            print(export.written());
        }
        return 0;
    }

    private boolean add(RejectedExport export, DeadLetter letter, boolean redriven) throws IOException {
        if (export.contains(letter)) {
            before++;
            return true;
        }
        ObjectNode line = DeadLetterPrinter.json(letter, redriven);
        RejectedExport.fileName(letter).ifPresentOrElse(name -> line.put("file", name), () -> without++);
        export.add(letter, DeadLetterPrinter.line(line));
        return true;
    }

    private void print(long written) {
        output.print(
                () -> String.format(
                        Locale.ROOT,
                        "exported: %,d files to %s, %,d dead letters without bytes, %,d were so already",
                        written,
                        directory,
                        without,
                        before),
                () -> DeadLetterPrinter.line(DeadLetterPrinter.object()
                        .put("files", written)
                        .put("withoutBytes", without)
                        .put("exportedBefore", before)));
    }
}
