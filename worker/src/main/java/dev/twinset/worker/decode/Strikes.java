package dev.twinset.worker.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each image has brought the process down. A file of lines: the image's record, the count and the reason of
 * its last strike, with tabs between.
 */
final class Strikes {
    static final int LIMIT = 2;

    private static final Logger log = LoggerFactory.getLogger(Strikes.class);

    /** The newest; a file of older ones would only grow. */
    private static final int REMEMBERED = 1_000;

    private final Map<String, Strike> byImage = new LinkedHashMap<>();

    private record Strike(int count, RejectionReason reason) {}

    private Strikes() {}

    static Strikes none() {
        return new Strikes();
    }

    /** Those of the file and those of the process that ended last, which are added to the file. */
    static Strikes after(RunningDecodes ended, Path file) throws IOException {
        Strikes strikes = new Strikes();
        if (Files.exists(file)) {
            strikes.read(Files.readAllLines(file, UTF_8));
        }
        List<String> process = ended.read(0);
        Optional<String> crashed = process.size() < 2
                ? Optional.empty()
                : CrashLog.crashedThread(Path.of(process.get(1)), Instant.parse(process.get(0)));
        for (List<String> slot : ended.readAll()) {
            if (slot.size() > 2) {
                strikes.add(slot.get(0), RejectionReason.DECODE_TIMEOUT);
            } else if (slot.size() == 2 && crashed.filter(slot.get(1)::equals).isPresent()) {
                strikes.add(slot.get(0), RejectionReason.DECODE_CRASH);
            }
        }
        strikes.save(file);
        return strikes;
    }

    private void read(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            if (fields.length == 3 && fields[1].matches("[0-9]")) {
                byImage.put(fields[0], new Strike(Integer.parseInt(fields[1]), RejectionReason.valueOf(fields[2])));
            }
        }
    }

    private void add(String image, RejectionReason reason) {
        Strike before = byImage.remove(image);
        int count = before == null ? 1 : before.count() + 1;
        byImage.put(image, new Strike(count, reason));
        log.warn("the image at {} {}; strike {} of {}", image, deed(reason), count, LIMIT);
    }

    private void save(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        byImage.forEach((image, strike) -> lines.add(image + "\t" + strike.count() + "\t" + strike.reason()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines.subList(Math.max(0, lines.size() - REMEMBERED), lines.size()), UTF_8);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Why the image is not tried again; empty if it is. */
    Optional<Rejection> verdict(String image) {
        return Optional.ofNullable(byImage.get(image))
                .filter(strike -> strike.count() >= LIMIT)
                .map(strike -> new Rejection(
                        strike.reason(), "the image " + deed(strike.reason()) + ", " + strike.count() + " times"));
    }

    private static String deed(RejectionReason reason) {
        return reason == RejectionReason.DECODE_TIMEOUT
                ? "took too much CPU time to decode"
                : "crashed the process while it was decoded";
    }
}
