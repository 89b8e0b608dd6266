package dev.twinset.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** What a failure says to people: no message holds the name of a Java class. */
public final class FailureText {
    private FailureText() {}

    /** The message, with its file if it is one of a file. */
    public static String of(Throwable e) {
        return e instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + reason(e)
                : reason(e);
    }

    /** The message, without the file. */
    public static String reason(Throwable e) {
        if (e instanceof FileSystemException file) {
            return reason(file);
        }
        String message = e.getMessage();
        Throwable cause = e.getCause();
        if (cause != null && cause.toString().equals(message)) {
            return of(cause); // nothing was said but the cause
        }
        return message == null || message.isBlank() ? words(e) : message;
    }

    /** These hold only a path in their message; the class is what went wrong. */
    private static String reason(FileSystemException e) {
        String reason = e.getReason();
        if (reason != null) {
            return reason;
        } else if (e instanceof NoSuchFileException) {
            return "there is no such file or directory";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof FileAlreadyExistsException) {
            return "exists already";
        } else if (e instanceof NotDirectoryException) {
            return "is not a directory";
        }
        return words(e);
    }

    /** {@code ClosedChannelException} is "closed channel". */
    private static String words(Throwable e) {
        return e.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)(Exception|Error)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
