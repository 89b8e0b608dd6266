package dev.twinset.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.cli.Twinset;
import dev.twinset.console.process.WorkerProcess;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {
    @Test
    void workersAreStartedByTheProgramsOwnMainClass() {
        assertThat(WorkerProcess.MAIN_CLASS).isEqualTo(Twinset.class.getName());
    }
}
