package dev.twinset.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.engine.LocalOpenSearch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/** A real OpenSearch of one node, and engines whose indices are there: one for many tests. */
final class OpenSearchServer implements AutoCloseable {
    private final LocalOpenSearch server;
    private final URI address;

    /** Makes names of indices that no other test uses. */
    private int logs;

    OpenSearchServer(Path directory) throws IOException, InterruptedException {
        server = LocalOpenSearch.start(directory, 1, 0);
        address = URI.create(server.addresses().get(0));
    }

    @Override
    public void close() {
        server.close();
    }

    URI address() {
        return address;
    }

    EngineSettings settings(int bulkBytes) {
        return TestEngineSettings.at(address).bulkBytes(bulkBytes).build();
    }

    OpenSearchEngine unprepared(String log, int dimension) {
        return new OpenSearchEngine(settings(100_000), "model", log, dimension);
    }

    OpenSearchEngine engine(int dimension) {
        OpenSearchEngine engine = unprepared("Log_-" + logs++, dimension);
        engine.prepare();
        return engine;
    }

    OpenSearchEngine engine(int dimension, List<EngineDocument> documents) {
        OpenSearchEngine engine = engine(dimension);
        engine.write(documents);
        engine.refresh();
        return engine;
    }

    String rest(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
