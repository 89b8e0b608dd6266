package dev.twinset.samples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset draw}. */
@Command(
        name = "draw",
        mixinStandardHelpOptions = true,
        description = {
            "Draw a catalogue of garments, shoes, bags and accessories.",
            "It writes DIR/styles.csv and DIR/images/<id>.jpg, the layout of the Fashion Product Images set.",
            "The same seed draws the same catalogue; a smaller one is the beginning of a larger one."
        })
public final class DrawCommand implements Callable<Integer> {
    /** How often progress is printed, so that a log stays short. */
    private static final int STEPS = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--items", required = true, paramLabel = "N", description = "How many products, 1-1000000.")
    private int items;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to; made if it does not exist.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path out;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--force",
            description = "Draw into a folder that is not empty; files of the same name are replaced.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        if (items < 1 || items > 1_000_000) {
            throw wrong("--items is " + items + ", expected 1-1000000");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw wrong("--out " + out + " is a file, expected a folder");
        }
        if (!force && Files.exists(out) && !isEmpty(out)) {
            throw wrong("--out " + out + " is not empty: name another folder, or add --force to draw into it");
        }
        PrintWriter printer = spec.commandLine().getOut();
        int step = Math.max(1, items / STEPS);
        long start = System.nanoTime();
        SampleCatalog.draw(items, seed, out, drawn -> {
            if (drawn % step == 0 && drawn < items) {
                printer.println("drawn " + drawn + " of " + items);
                printer.flush();
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        printer.printf("drew %d products into %s in %.1f s (%.0f/s)%n", items, out, seconds, items / seconds);
        printer.flush();
        return 0;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
