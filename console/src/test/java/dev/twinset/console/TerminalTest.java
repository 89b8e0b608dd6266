package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void untrustedTextCannotMoveTheCursorOrReverseALine() {
        String hostile = "a\u001b[2Jb\r\n\u202ec\u2028\u009bd";

        assertThat(Terminal.escape(hostile)).isEqualTo("a\\u001b[2Jb\\u000d\\u000a\\u202ec\\u2028\\u009bd");
        assertThat(Terminal.printable(hostile)).isEqualTo("a?[2Jb???c??d").hasSameSizeAs(hostile);
    }

    @Test
    void ordinaryTextOfAnyLanguageStaysAsItIs() {
        String text = "Ärmel 袖 👗 'quoted' 50 %";

        assertThat(Terminal.escape(text)).isEqualTo(text);
        assertThat(Terminal.printable(text)).isEqualTo(text);
    }

    @Test
    void withoutATerminalEveryQuestionIsAnsweredNo() {
        // tests run with their input and output redirected
        assertThat(Terminal.isInteractive()).isFalse();
    }
}
