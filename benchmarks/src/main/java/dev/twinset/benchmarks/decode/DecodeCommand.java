package dev.twinset.benchmarks.decode;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.samples.SampleCatalog;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import dev.twinset.vision.memory.NativeUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench decode}: whether decoding leaks memory, and how fast it is. */
@Command(
        name = "decode",
        description = "Image files to pixels, over and over on one thread: how fast, and how the memory of the process"
                + " grows after a fifth of the decodes.",
        mixinStandardHelpOptions = true)
public final class DecodeCommand implements Callable<Integer> {
    private static final int DRAWINGS = 50;
    private static final int SAMPLES = 100;
    private static final int WARM_UP = SAMPLES / 5;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Files to decode, of any kind; those that are refused count too. Default: drawings.")
    private @Nullable Path images;

    @Option(names = "--decodes", defaultValue = "100000", description = "How many; default ${DEFAULT-VALUE}.")
    private int decodes;

    @Override
    public Integer call() throws IOException {
        List<byte[]> encoded = images == null ? drawings() : files(images);
        if (encoded.isEmpty()) {
            throw new IOException("there is no file in " + images);
        }
        int side = ModelBundle.standard().architecture().side();
        byte[] rgb = new byte[side * side * 3];
        SimpleRegression resident = new SimpleRegression();
        long refused = 0;
        long start = System.nanoTime();
        try (ImageDecoder decoder = new ImageDecoder(side, ImageLimits.DEFAULT)) {
            for (int i = 0; i < decodes; i++) {
                try {
                    decoder.decode(encoded.get(i % encoded.size()), rgb, 0);
                } catch (InvalidImageException e) {
                    refused++;
                }
                int sample = (int) ((long) i * SAMPLES / decodes);
                if (sample >= WARM_UP && sample != (int) ((i + 1L) * SAMPLES / decodes)) {
                    resident.addData(i, (double) NativeUsage.now().resident());
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        new BenchReport("decode")
                .put("files", encoded.size())
                .put("decodes", decodes)
                .put("refused", refused)
                .put("imagesPerSecond", Math.round(decodes / seconds))
                .put("residentMiB", Math.round(NativeUsage.now().resident() / 0x1p20))
                .put("residentGrowthMiBPer100000", resident.getSlope() * 100_000 / 0x1p20, 2)
                .print(spec);
        return 0;
    }

    private static List<byte[]> drawings() throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            SampleCatalog.draw(DRAWINGS, 1, directory.path());
            return files(directory.path());
        }
    }

    private static List<byte[]> files(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> paths = Files.walk(directory)) {
            found = paths.filter(Files::isRegularFile).sorted().toList();
        }
        List<byte[]> files = new ArrayList<>();
        for (Path file : found) {
            files.add(Files.readAllBytes(file));
        }
        return files;
    }
}
