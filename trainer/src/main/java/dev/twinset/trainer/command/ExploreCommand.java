package dev.twinset.trainer.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.catalog.Catalog;
import dev.twinset.console.CatalogOption;
import dev.twinset.console.CommandOutput;
import dev.twinset.console.LimitOption;
import dev.twinset.console.Progress;
import dev.twinset.trainer.explore.DatasetReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset explore}. */
@Command(
        name = "explore",
        description = "Look at a catalogue before training: labels, faults, duplicates.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Writes DIR/index.html, one page with charts and pictures that needs no network, and DIR/explore.json, all",
            "its numbers."
        })
public final class ExploreCommand implements Callable<Integer> {
    @Mixin
    private CatalogOption catalog = new CatalogOption();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "the folder to write to; created where it does not exist")
    private Path out = Path.of("");

    @Mixin
    private LimitOption limit = new LimitOption();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads that decode pictures (default: number of cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--force", description = "overwrite index.html and explore.json if they exist")
    private boolean force;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("--threads is " + threads + ", at least 1 expected");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new IllegalArgumentException("--out " + out + " is a file; name a folder");
        }
        Catalog whole =
                Catalogs.read(List.of(catalog.directory()), output.err()).get(0);
        Catalog items = Catalogs.first(limit, whole);
        Files.createDirectories(out);
        OutputFile.requireWritable("in --out,", out.resolve(DatasetReport.PAGE), force);
        OutputFile.requireWritable("in --out,", out.resolve(DatasetReport.NUMBERS), force);
        DatasetReport report = explore(items, whole.unlistedImages());
        report.write(out);
        print(report.summary());
        return 0;
    }

    private DatasetReport explore(Catalog items, List<Path> unlisted) throws IOException {
        try (Progress bar =
                Progress.barOnly("exploring", "images", items.items().size())) {
            return DatasetReport.of(items, unlisted, threads, Clock.systemUTC(), bar::to);
        }
    }

    private void print(Map<String, Object> summary) throws IOException {
        PrintWriter printer = output.out();
        Path page = out.resolve(DatasetReport.PAGE);
        if (output.json()) {
            Map<String, Object> written = new LinkedHashMap<>();
            written.put("event", "written");
            written.put("page", page.toString());
            written.put("numbers", out.resolve(DatasetReport.NUMBERS).toString());
            written.putAll(summary);
            printer.println(new ObjectMapper().writeValueAsString(written));
        } else {
            summary.forEach((name, value) -> printer.printf("%-18s %s%n", name, value));
            printer.println("wrote " + page + " and " + DatasetReport.NUMBERS + " beside it");
        }
        printer.flush();
    }
}
