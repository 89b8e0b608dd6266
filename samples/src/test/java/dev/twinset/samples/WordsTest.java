package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void wordsAreReadFromLeftToRight() {
        Words words = new Words("  both  fill 10 + 5 ");

        assertThat(words.accept("fill")).isFalse();
        assertThat(words.accept("both")).isTrue();
        assertThat(words.next("a layer")).isEqualTo("fill");
        assertThat(words.atEnd()).isFalse();
        assertThat(words.rest("a value")).isEqualTo("10 + 5");
        assertThat(words.atEnd()).isTrue();
        assertThat(words.accept("both")).isFalse();
        words.requireEnd();
    }

    @Test
    void aMissingOrUnexpectedWordIsNamed() {
        Words words = new Words("from 1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> words.require("in"))
                .withMessage("expected in before from");
        words.require("from");
        assertThatIllegalArgumentException().isThrownBy(words::requireEnd).withMessage("\"1\" is not expected here");
        words.next("a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> words.require("to"))
                .withMessage("expected to");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> words.next("a value"))
                .withMessage("the line ends where a value should follow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> words.rest("a step"))
                .withMessage("the line ends where a step should follow");
    }
}
