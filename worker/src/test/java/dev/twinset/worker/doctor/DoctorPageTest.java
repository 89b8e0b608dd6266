package dev.twinset.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page explains the checks that there are, in their order, and no others. */
class DoctorPageTest {
    @Test
    void everyCheckHasItsSection() throws IOException {
        List<String> sections = Files.readAllLines(Path.of("../docs/doctor.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(sections).isEqualTo(Doctor.CHECKS);
    }
}
