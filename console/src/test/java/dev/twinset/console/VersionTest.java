package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void theBuildFillsTheVersionIn() {
        assertThat(Version.number()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
        assertThat(new Version().getVersion()[0]).isEqualTo("twinset " + Version.number());
        assertThat(new Version().getVersion()[1]).startsWith("Java " + Runtime.version());
    }
}
