package dev.twinset.cli;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * That the bill of materials, which the build makes, names what the launcher runs. JSON is read as the YAML that it is.
 */
class BillOfMaterialsIT {
    @Test
    void everyJarOnTheLaunchersClassPathIsListedWithALicenceAndAHash() throws IOException {
        YamlNode bill =
                YamlNode.read(Project.ROOT.resolve("cli/target/bom.json")).get(0);
        List<YamlNode> components = bill.at("components").items();
        Set<String> listed = new HashSet<>();
        components.forEach(component -> listed.add(
                component.at("name").text() + "-" + component.at("version").text()));

        assertThat(bill.at("bomFormat").text()).isEqualTo("CycloneDX");
        assertThat(bill.at("metadata", "component", "name").text()).isEqualTo("cli");
        assertThat(jars()).isNotEmpty().allSatisfy(jar -> assertThat(listed).anyMatch(jar::startsWith));
        assertThat(components)
                .filteredOn(component -> !component.at("group").text().equals("dev.twinset"))
                .allSatisfy(component -> {
                    assertThat(component.list("licenses"))
                            .as(component.at("name").text())
                            .isNotEmpty();
                    assertThat(component.list("hashes"))
                            .as(component.at("name").text())
                            .isNotEmpty();
                });
    }

    /** Their names without {@code .jar}. */
    private static Set<String> jars() throws IOException {
        return Arrays.stream(Project.read("cli/target/classpath").split(File.pathSeparator, -1))
                .map(path -> new File(path).getName().replaceAll("\\.jar$", ""))
                .collect(toSet());
    }
}
