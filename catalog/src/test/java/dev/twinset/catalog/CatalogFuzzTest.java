package dev.twinset.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever styles.csv holds: items whose pictures lie in the catalogue, or one sentence that names the file. */
final class CatalogFuzzTest {
    private static final String[] TOKENS = {
        ",",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        "\ufeff",
        "\u0000",
        "id",
        "/",
        "..",
        "\\",
        "\u00e9",
        " ",
        ";",
        "#",
        "\u202e",
        "x".repeat(300)
    };

    @TempDir
    private Path directory;

    @Test
    void aTableGivesItemsOrASentence() throws IOException, InterruptedException {
        Path images = Files.createDirectory(directory.resolve("images"));
        Files.createFile(images.resolve("15970.jpg"));
        Path styles = directory.resolve("styles.csv");
        Fuzz.of("""
                        id,gender,articleType,productDisplayName
                        15970,Men,Shirts,"Turtle, Check Men ""Navy"" Shirt"
                        39386,Women,Jeans,Peter England, Party Blue Jeans
                        59263,Women
                        """, "gender,id\r\nMen,a b\r\n\r\nWomen,7\r\n")
                .tokens(TOKENS)
                .refusing(IOException.class)
                .run(csv -> {
                    Files.write(styles, csv);
                    try {
                        assertWithin(Catalog.read(directory), images);
                    } catch (IOException e) {
                        assertThat(e).hasMessageContaining(directory.toString());
                        throw e;
                    }
                });
    }

    private static void assertWithin(Catalog catalog, Path images) {
        Set<String> ids = new HashSet<>();
        assertThat(catalog.items()).isNotEmpty();
        for (CatalogItem item : catalog.items()) {
            assertThat(ids.add(item.id())).as(item.id()).isTrue();
            assertThat(item.image().normalize().getParent()).isEqualTo(images);
            assertThat(catalog.columns()).containsAll(item.attributes().keySet());
        }
    }
}
