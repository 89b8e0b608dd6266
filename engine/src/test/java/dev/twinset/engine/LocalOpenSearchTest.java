package dev.twinset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOpenSearchTest {
    @TempDir
    Path root;

    @Test
    void anEngineHasOneToThreeNodes() {
        assertThatThrownBy(() -> LocalOpenSearch.start(root, 4, 0))
                .hasMessage("a local engine has 1 to 3 nodes, not 4");
        assertThat(root).isEmptyDirectory();
    }
}
