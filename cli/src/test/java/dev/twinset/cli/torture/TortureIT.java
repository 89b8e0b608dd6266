package dev.twinset.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The short form: real brokers, real workers, and six of the faults that hurt most, drawn anew for each run. */
@Timeout(1800)
class TortureIT {
    private static final List<String> FAULTS = List.of(
            "kill-worker",
            "kill-all-workers",
            "kill-leader",
            "kill-coordinator",
            "aborted-uploads",
            "start-starved",
            "small-topic",
            "flip-store",
            "delete-store",
            "add-partition",
            "full-disk");

    private static final int DRAWN = 6;

    @TempDir
    private Path directory;

    @Test
    void everyPromiseHolds() throws Exception {
        long seed = new Random().nextInt(1_000_000);
        List<String> faults = new ArrayList<>(FAULTS);
        Collections.shuffle(faults, new Random(seed));
        faults = faults.subList(0, DRAWN);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new TortureCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "--seed",
                        String.valueOf(seed),
                        "--faults",
                        String.join(",", faults),
                        "--uploads",
                        "200",
                        "--rate",
                        "10",
                        "--workers",
                        "2",
                        "--json",
                        "--dir",
                        directory.toString());
        assertThat(status)
                .as("seed %s, faults %s: %s%s", seed, faults, out, err)
                .isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        for (String fault : faults) {
            assertThat(report.at("/injected/" + fault).asInt()).isEqualTo(1);
            assertThat(report.at("/ledger/recovery/" + fault + "/faults").asInt())
                    .isEqualTo(1);
        }
        assertThat(report.at("/ledger/events").asInt()).isGreaterThanOrEqualTo(200);
        assertThat(report.at("/ledger/recomputed").asInt()).isGreaterThan(100);
        assertThat(report.at("/ledger/deadLetters").asInt()).isPositive();
    }

    @Test
    void wrongUseIsToldBeforeAnythingStarts() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new TortureCommand()).setErr(new PrintWriter(err, true));
        assertThat(command.execute("--faults", "meteor")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no fault 'meteor'");
        assertThat(command.execute("--faults", "quota=many")).isEqualTo(2);
        assertThat(command.execute("--workers", "13")).isEqualTo(2);
        assertThat(command.execute("--uploads", "0")).isEqualTo(2);
    }

    @Test
    void theListNamesEveryFault() {
        StringWriter out = new StringWriter();
        assertThat(new CommandLine(new TortureCommand())
                        .setOut(new PrintWriter(out, true))
                        .execute("--list"))
                .isZero();
        assertThat(out.toString().lines()).hasSameSizeAs(TortureFault.values());
    }
}
