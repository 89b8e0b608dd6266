package dev.twinset.worker.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.preflight.finding.Finding;
import org.junit.jupiter.api.Test;

class StartFaultsTest {
    private final StartFaults faults = new StartFaults();

    @Test
    void allThatStopsTheStartIsNamedAtOnceAndARemedyOnce() {
        faults.add(new Finding.Notes("topics")
                .block("there is no topic a", "create them")
                .block("there is no topic b", "create them")
                .finding(""));
        faults.add(Finding.blocked("data", "x is not a directory", "set data.dir elsewhere"));
        assertThat(faults.sentence())
                .hasValue(
                        "there is no topic a, there is no topic b -> create them; x is not a directory -> set data.dir"
                                + " elsewhere");
    }

    @Test
    void adviceAndWhatMayPassDoNotStopTheStart() {
        faults.add(new Finding.Notes("topics")
                .warn("few copies", "make more")
                .fail("a broker is away", "start it")
                .finding(""));
        assertThat(faults.sentence()).isEmpty();
    }
}
