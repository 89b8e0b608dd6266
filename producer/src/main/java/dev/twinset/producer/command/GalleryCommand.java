package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.CommandOutput;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.AccessToken;
import dev.twinset.producer.gallery.http.GallerySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset gallery}. */
@Command(
        name = "gallery",
        mixinStandardHelpOptions = true,
        description = {
            "Serve a web page on which uploads arrive with their five most similar items, as pictures, until interrupted.",
            "",
            "On the page you can look up an item, drop a picture to search for similar items or to add it"
                    + " to the catalogue, see what was rejected, which items have duplicates or weak matches, and a map of the"
                    + " catalogue's look. Pictures come from the images topic, or from"
                    + " --catalog if the topic has none.",
            "",
            "Without --token-file the page is served to this machine only. With it, visitors must enter the"
                    + " token; the printed address opens the page once without it."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:interrupted", "1:failed", "2:wrong use"})
public final class GalleryCommand implements Callable<Integer> {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "Listen at this address; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--public-host",
            paramLabel = "NAME",
            description = "A name, beside HOST, by which browsers reach the page. May be repeated.")
    private List<String> publicHosts = new ArrayList<>();

    @Option(names = "--catalog", paramLabel = "DIR", description = "A catalogue's folder with its pictures.")
    private Optional<Path> catalog = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File whose first line is the token, at least 16 characters. Everyone must give it.")
    private Optional<Path> tokenFile = Optional.empty();

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw output.usageError("--port is " + port + ", expected 0 to 65535");
        }
        GallerySettings settings = new GallerySettings(host, port, publicHosts, catalog, token());
        if (tokenFile.isEmpty() && !settings.isLoopback()) {
            throw output.usageError(
                    "--host is " + host + ", which other machines can reach: --token-file is needed with it");
        }
        try (Gallery gallery = Gallery.open(kafka.clientConfig(), kafka.topics(), settings, Clock.systemUTC())) {
            Runtime.getRuntime().addShutdownHook(new Thread(gallery::close, "gallery-stop"));
            tell(gallery);
            // until the process is told to end
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private Optional<AccessToken> token() throws IOException {
        return tokenFile.isPresent() ? Optional.of(AccessToken.read(tokenFile.get())) : Optional.empty();
    }

    private void tell(Gallery gallery) {
        PrintWriter out = output.out();
        if (output.json()) {
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("address", gallery.address());
            gallery.loginAddress().ifPresent(address -> line.put("loginAddress", address));
            out.println(line);
        } else {
            out.println("gallery: " + gallery.loginAddress().orElseGet(gallery::address));
            out.println(
                    gallery.loginAddress().isPresent()
                            ? "That address opens it once; later " + gallery.address() + " asks for the token."
                            : "Only this machine can reach it. Ctrl-C ends it.");
        }
        out.flush();
    }
}
