package dev.twinset.worker.reference;

import static org.awaitility.Awaitility.await;

import dev.twinset.console.process.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real server that speaks S3, in a process of its own: its libraries must not meet ours. It keeps what it holds. */
public final class S3Mock implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path directory;
    private final int port;
    private final int unused;
    private Process process;

    private S3Mock(Path directory) throws IOException {
        this.directory = directory;
        List<Integer> ports = Ports.free(2);
        port = ports.get(0);
        unused = ports.get(1);
        process = launch();
    }

    /** With the empty bucket {@code shop}. */
    public static S3Mock start(Path directory) throws IOException {
        S3Mock server = new S3Mock(Files.createDirectories(directory));
        server.put("", new byte[0]);
        return server;
    }

    private Process launch() throws IOException {
        Path jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith("s3mock-"))
                .findFirst()
                .orElseThrow();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process launched = new ProcessBuilder(List.of(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--server.port=" + unused,
                        "--com.adobe.testing.s3mock.httpPort=" + port,
                        "--com.adobe.testing.s3mock.store.root=" + directory,
                        "--com.adobe.testing.s3mock.store.retainFilesOnExit=true"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolveSibling("s3mock.log").toFile())
                .start();
        await("S3Mock").atMost(Duration.ofMinutes(2)).until(() -> launched.isAlive() && answers());
        return launched;
    }

    private boolean answers() {
        try {
            return send(HttpRequest.newBuilder(URI.create(endpoint() + "/"))) == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** @param key as it stands in an address: percent-encoded */
    public void put(String key, byte[] image) {
        URI address = URI.create(endpoint() + "/shop/" + key);
        int status = send(HttpRequest.newBuilder(address).PUT(BodyPublishers.ofByteArray(image)));
        if (status != 200) {
            throw new IllegalStateException(address + " answers " + status);
        }
    }

    private static int send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public void stop() {
        process.destroyForcibly().onExit().join();
    }

    public void startAgain() throws IOException {
        process = launch();
    }

    /** The settings of a worker that reads from it. */
    public List<String> settings() throws IOException {
        Path key = Files.writeString(directory.resolveSibling("key"), "any\n");
        return List.of(
                "references.s3.endpoint=" + endpoint(),
                "references.s3.bucket=shop",
                "references.s3.access.key.file=" + key,
                "references.s3.secret.key.file=" + key);
    }

    @Override
    public void close() {
        stop();
    }
}
