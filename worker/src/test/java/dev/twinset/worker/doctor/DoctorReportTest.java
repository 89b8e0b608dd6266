package dev.twinset.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorReportTest {
    private final Finding fine = new Finding.Notes("java").finding("Java 17");
    private final Finding warned =
            new Finding.Notes("clock").warn("is late", "set it").finding("late");
    private final Finding failed = new Finding.Notes("topics")
            .warn("is small", "raise it")
            .fail("is \"gone\"\u001b[31m\n", "make it")
            .finding("two");

    @Test
    void theWorstThatACheckSeesIsItsState() {
        assertThat(List.of(fine.state(), warned.state(), failed.state()))
                .containsExactly(State.OK, State.WARN, State.FAIL);
    }

    @Test
    void onlyAFailureIsAFailure() {
        assertThat(new DoctorReport(List.of(fine)).exitCode()).isZero();
        assertThat(new DoctorReport(List.of(fine, warned, Finding.skipped("tls", "no"))).exitCode())
                .isZero();
        assertThat(new DoctorReport(List.of(fine, failed)).exitCode()).isEqualTo(1);
        assertThat(new DoctorReport(List.of(fine)).text()).endsWith("all is well");
        assertThat(new DoctorReport(List.of(warned)).text()).endsWith("1 check warns: the worker can do its work");
        assertThat(new DoctorReport(List.of(failed, warned)).text()).endsWith("1 check fails: the worker cannot run");
    }

    @Test
    void whatCouldNotBeLookedAtIsNotWell() throws IOException {
        Finding hangs = Finding.unknown("store", "something hangs");
        DoctorReport one = new DoctorReport(List.of(fine, warned, hangs));
        assertThat(one.exitCode()).isEqualTo(1);
        assertThat(one.text())
                .contains("?     store          something hangs")
                .endsWith("1 check could not be looked at: whether the worker can run is not known");
        assertThat(new DoctorReport(List.of(failed, hangs, hangs)).text())
                .endsWith("1 check fails, 2 could not be looked at: the worker cannot run");

        JsonNode json = new ObjectMapper().readTree(one.json());
        assertThat(json.path("healthy").asBoolean(true)).isFalse();
        assertThat(json.path("unknown").asInt()).isEqualTo(1);
        assertThat(json.at("/checks/2/state").asText()).isEqualTo("unknown");
    }

    @Test
    void peopleReadALineForEachCheckAndNoTerminalObeysWhatItIsToldByOthers() {
        assertThat(new DoctorReport(List.of(fine, failed)).text())
                .contains("ok    java           Java 17")
                .contains("FAIL  topics         two")
                .contains("      ! is \"gone\"?[31m")
                .contains("        -> make it")
                .doesNotContain("\u001b");
    }

    @Test
    void machinesReadTheSame() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new DoctorReport(List.of(fine, failed)).json());
        assertThat(json.path("healthy").asBoolean(true)).isFalse();
        assertThat(json.at("/checks/0/state").asText()).isEqualTo("ok");
        assertThat(json.at("/checks/1/check").asText()).isEqualTo("topics");
        assertThat(json.at("/checks/1/problems/0/state").asText()).isEqualTo("warn");
        assertThat(json.at("/checks/1/problems/1/what").asText()).startsWith("is \"gone\"");
    }

    @Test
    void aCheckThatBreaksIsAFindingOfItsOwn() {
        Finding broken = Finding.guarded("disk", () -> {
            throw new IllegalStateException("oops");
        });
        assertThat(broken.state()).isEqualTo(State.FAIL);
        assertThat(broken.problems().get(0).what())
                .contains("the check itself failed")
                .contains("oops");
    }
}
