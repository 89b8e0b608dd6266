package dev.twinset.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void aMessageIsWhatItIs() {
        assertThat(FailureText.of(new IOException("the disk is full"))).isEqualTo("the disk is full");
    }

    @Test
    void aFailureOfAFileNamesItAndSaysWhatIsWrong() {
        assertThat(FailureText.of(new NoSuchFileException("a/b"))).isEqualTo("a/b: there is no such file or directory");
        assertThat(FailureText.of(new AccessDeniedException("a/b"))).isEqualTo("a/b: permission denied");
        assertThat(FailureText.of(new FileSystemException("a/b", null, "Input/output error")))
                .isEqualTo("a/b: Input/output error");
        assertThat(FailureText.reason(new AccessDeniedException("a/b"))).isEqualTo("permission denied");
    }

    @Test
    void whatOnlyWrapsItsCauseSaysWhatTheCauseSays() {
        assertThat(FailureText.of(new IOException(new IllegalStateException("broken"))))
                .isEqualTo("broken");
        assertThat(FailureText.of(new IOException(new NoSuchFileException("a/b"))))
                .isEqualTo("a/b: there is no such file or directory");
    }

    @Test
    void whatSaysNothingIsPutIntoWords() {
        assertThat(FailureText.of(new ClosedChannelException())).isEqualTo("closed channel");
        assertThat(FailureText.of(new EOFException())).isEqualTo("eof");
        assertThat(FailureText.of(new IllegalStateException(" "))).isEqualTo("illegal state");
        assertThat(FailureText.of(new OutOfMemoryError())).isEqualTo("out of memory");
    }
}
