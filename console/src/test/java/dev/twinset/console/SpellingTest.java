package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void aDroppedAnAddedAndAWrongLetterAreRecognised() {
        List<String> known = List.of("batch.linger.ms", "batch.max.records", "pipeline.depth");

        assertThat(Spelling.nearest("batch.lingr.ms", known)).hasValue("batch.linger.ms");
        assertThat(Spelling.nearest("batch.maxx.records", known)).hasValue("batch.max.records");
        assertThat(Spelling.nearest("pipelime.depth", known)).hasValue("pipeline.depth");
    }

    @Test
    void ofEquallyNearNamesTheFirstInTheAlphabetIsTaken() {
        assertThat(Spelling.nearest("x", List.of("c", "a", "b"))).hasValue("a");
        assertThat(Spelling.nearest("x", List.of())).isEmpty();
    }
}
