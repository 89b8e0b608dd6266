package dev.twinset.cli;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds docs/native-libraries.md, and what a release takes, against what is on the class path. */
class NativeLibrariesTest {
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\S+)` \\| (\\S+) \\| (\\S+) \\| ([^|]+) \\| ([0-9.]+) \\| ([^|]+) \\|");
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(\\.[0-9]+)*");
    private static final Pattern HERE = Pattern.compile(
            "(.*/linux-x86_64.*/|linux/amd64/|.*/util/linux/amd64/|.*/Linux/x86_64/|.*/native/linux-x64/)[^/]+");

    private static List<Row> rows = List.of();

    private record Row(String file, String artifact, String version, String licence, String size) {}

    @BeforeAll
    static void read() throws IOException {
        rows = ROW.matcher(Project.read("docs/native-libraries.md"))
                .results()
                .map(m -> new Row(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5)))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
    }

    @Test
    void everyFileOfTheTableIsOnTheClassPathWithItsVersionAndSize() throws IOException {
        assumeTrue(isLinuxOnX86(), "the table is that of Linux x86-64");
        for (Row row : rows) {
            String jar = jars().filter(name -> new File(name).getName().startsWith(row.artifact + "-" + row.version))
                    .filter(name -> size(name, row.file).isPresent())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(row + " is in no jar of the class path"));
            String size = String.format(Locale.ROOT, "%.1f", size(jar, row.file).orElseThrow() / 1048576.0);
            assertThat(row.size).as(row.file).isEqualTo(size);
        }
    }

    @Test
    void noOtherArtifactBringsNativeCode() {
        Set<String> artifacts = rows.stream().map(Row::artifact).collect(toSet());

        assertThat(jars().filter(NativeLibrariesTest::holdsNativeCode))
                .isNotEmpty()
                .allSatisfy(jar -> assertThat(artifacts)
                        .as(jar)
                        .contains(new File(jar).getName().replaceAll("-[0-9].*", "")));
    }

    @Test
    void aReleaseTakesTheFilesOfTheTableAndNoOthers() throws IOException {
        String script = Project.read("config/release/assemble.sh");
        Matcher lists =
                Pattern.compile("(?s)javacpp='([^']*)'.*others='([^']*)'").matcher(script);
        assertThat(lists.find()).isTrue();
        Set<String> taken = Arrays.stream((lists.group(1) + " " + lists.group(2)).split("\\s+"))
                .collect(toCollection(TreeSet::new));

        assertThat(rows.stream().map(row -> pattern(row.file))).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void everyLicenceIsNamed() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.licence).containsPattern("(Apache-2.0|BSD-[23]-Clause|L?GPL-|MIT)"));
    }

    /** The script's names leave versions open. */
    private static String pattern(String file) {
        return file.replaceAll("\\.so\\.413$", ".so.*").replaceAll("zstd-jni-.*\\.so", "zstd-jni-*.so");
    }

    private static Stream<String> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"));
    }

    private static boolean holdsNativeCode(String jar) {
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .anyMatch(entry -> NATIVE.matcher(entry.getName()).matches());
        } catch (IOException e) {
            throw new AssertionError(jar, e);
        }
    }

    /** Bytes, unpacked. */
    private static Optional<Long> size(String jar, String name) {
        try (JarFile file = new JarFile(jar)) {
            return file.stream()
                    .filter(entry -> entry.getName().endsWith("/" + name))
                    .filter(entry -> HERE.matcher(entry.getName()).matches())
                    .map(ZipEntry::getSize)
                    .findFirst();
        } catch (IOException e) {
            throw new AssertionError(jar, e);
        }
    }

    private static boolean isLinuxOnX86() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }
}
