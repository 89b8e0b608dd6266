package dev.twinset.worker.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.console.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Who the engine is asked as. The password is read from its file again when it is refused. Any thread. */
final class EngineCredentials {
    private final Optional<String> username;
    private final Optional<Path> passwordFile;
    private volatile Optional<String> header;

    EngineCredentials(EngineSettings settings) {
        username = settings.username();
        passwordFile = settings.passwordFile();
        header = read();
    }

    /** Value of the header {@code Authorization}; empty if there is no user. */
    Optional<String> header() {
        return header;
    }

    /** Whether the file holds another password than the one that was refused. */
    boolean changed(Optional<String> refused) {
        header = read();
        return !header.equals(refused);
    }

    private Optional<String> read() {
        return username.map(user -> {
            String login =
                    user + ":" + passwordFile.map(EngineCredentials::password).orElse("");
            return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        });
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new EngineException(
                    "engine.password.file: the file " + file + " cannot be read (" + FailureText.reason(e) + ")", e);
        }
    }

    /** For an error's sentence. */
    EngineException refused(String what, String reason) {
        return new EngineException(username.map(user -> new EngineFault(
                        "user \"" + user + "\" may not " + what + " (" + reason + ")",
                        "check engine.username and engine.password.file, and the user's rights in the engine"))
                .orElseGet(() -> new EngineFault(
                        "nobody may " + what + " without a password (" + reason + ")",
                        "set engine.username and engine.password.file")));
    }
}
