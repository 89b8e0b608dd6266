package dev.twinset.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A folder of hostile images with a manifest.csv (columns file, width, height, expected and reason among others) that
 * the system property {@code hostile.images} names.
 */
class HostileImagesTest {
    private static final String PROPERTY = "hostile.images";
    private static final Pattern COMMA_OUTSIDE_QUOTES = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Of processor time: a busy machine must not turn the verdict. */
    private static final long MAX_NANOS = 5_000_000_000L;

    private Path folder = Path.of("");

    private record Row(String file, String size, String expected, String reason) {}

    private record Outcome(String verdict, String fault, String detail, long nanos) {}

    @BeforeEach
    void needsTheFolder() {
        String name = System.getProperty(PROPERTY, "");
        assumeTrue(!name.isEmpty(), "SKIPPED: no folder of hostile images, give one by -D" + PROPERTY + "=FOLDER");
        folder = Path.of(name);
    }

    @Test
    void givesEachImageTheVerdictOfTheManifestInTime() throws IOException {
        List<String> disagreements = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        byte[] rgb = new byte[96 * 96 * 3];
        try (ImageDecoder decoder = new ImageDecoder(96, ImageLimits.DEFAULT)) {
            for (Row row : manifest()) {
                Outcome outcome = outcome(decoder, Files.readAllBytes(folder.resolve(row.file())), rgb);
                counts.merge(row.expected() + " -> " + outcome.verdict() + " " + outcome.fault(), 1, Integer::sum);
                boolean agrees =
                        row.expected().equals("EITHER") || row.expected().equals(outcome.verdict());
                boolean reasonAgrees =
                        !row.expected().equals("REJECT") || row.reason().equals(outcome.fault());
                if (!agrees || !reasonAgrees || outcome.nanos() > MAX_NANOS) {
                    disagreements.add(row + " but " + outcome);
                }
            }
        }
        counts.forEach((verdicts, count) -> System.out.println(count + " " + verdicts));
        assertThat(disagreements).isEmpty();
    }

    @Test
    void readsTheUprightSizeOfTheManifest() throws IOException {
        List<String> disagreements = new ArrayList<>();
        int compared = 0;
        for (Row row : manifest()) {
            String size = uprightSize(Files.readAllBytes(folder.resolve(row.file())));
            if (!row.size().equals("x") && !size.isEmpty()) {
                compared++;
                if (!row.size().equals(size)) {
                    disagreements.add(row + " but " + size);
                }
            }
        }
        System.out.println(compared + " sizes compared");
        assertThat(disagreements).isEmpty();
    }

    private List<Row> manifest() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("manifest.csv"));
        List<String> names = List.of(lines.get(0).split(",", -1));
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = COMMA_OUTSIDE_QUOTES.split(line, -1);
            rows.add(new Row(
                    fields[names.indexOf("file")],
                    fields[names.indexOf("width")] + "x" + fields[names.indexOf("height")],
                    fields[names.indexOf("expected")],
                    fields[names.indexOf("reason")]));
        }
        return rows;
    }

    private static Outcome outcome(ImageDecoder decoder, byte[] encoded, byte[] rgb) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            decoder.decode(encoded, rgb, 0);
            return new Outcome("ACCEPT", "", "", THREADS.getCurrentThreadCpuTime() - start);
        } catch (InvalidImageException e) {
            return new Outcome("REJECT", e.fault().name(), e.getMessage(), THREADS.getCurrentThreadCpuTime() - start);
        }
    }

    private static String uprightSize(byte[] encoded) {
        try {
            ImageHeader header = ImageHeader.read(encoded);
            return header.orientation() < 5
                    ? header.width() + "x" + header.height()
                    : header.height() + "x" + header.width();
        } catch (InvalidImageException e) {
            return "";
        }
    }
}
