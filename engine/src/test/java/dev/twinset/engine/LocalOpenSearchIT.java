package dev.twinset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOpenSearchIT {
    private static final String INDEX = """
            {"settings": {"index": {"knn": true, "number_of_shards": 2, "number_of_replicas": 1}},
             "mappings": {"properties": {"vector": {"type": "knn_vector", "dimension": 4,
               "method": {"name": "hnsw", "engine": "lucene", "space_type": "innerproduct"}}}}}""";
    private static final String BULK = """
            {"index": {"_id": "east"}}
            {"vector": [1, 0, 0, 0]}
            {"index": {"_id": "north"}}
            {"vector": [0, 1, 0, 0]}
            {"index": {"_id": "north-east"}}
            {"vector": [0.7, 0.7, 0, 0]}
            {"index": {"_id": "west"}}
            {"vector": [-1, 0, 0, 0]}
            """;
    private static final String QUERY = """
            {"size": 2, "_source": false, "query": {"knn": {"vector": {"vector": [0.9, 0.1, 0, 0], "k": 2}}}}""";
    private static final String NEAREST = "{\"hits\":{\"hits\":[{\"_id\":\"east\"},{\"_id\":\"north-east\"}]}}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void twoNodesFindNeighboursWhileOneIsKilledAndComesBack() throws Exception {
        ProcessHandle first;
        ProcessHandle second;
        try (LocalOpenSearch engine = LocalOpenSearch.start(directory, 2, 0)) {
            String address = engine.addresses().get(0);
            first = engine.process(1);
            put(address + "/items", INDEX);
            assertThat(post(address + "/items/_bulk?refresh=true&filter_path=errors", BULK))
                    .isEqualTo("{\"errors\":false}");
            awaitGreen(address);
            assertThat(nearest(engine.addresses().get(1))).isEqualTo(NEAREST);

            ProcessHandle killed = engine.process(2);
            engine.kill(2);
            assertThat(killed.isAlive()).isFalse();
            assertThat(nearest(address)).isEqualTo(NEAREST);
            assertThatThrownBy(() -> nearest(engine.addresses().get(1))).isInstanceOf(IOException.class);

            engine.start(2);
            awaitGreen(engine.addresses().get(1));
            assertThat(nearest(engine.addresses().get(1))).isEqualTo(NEAREST);

            assertThatThrownBy(() -> LocalOpenSearch.start(directory, 2, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another engine is running in the directory " + directory);
            second = engine.process(2);
            assertThat(List.of(first, second)).allMatch(ProcessHandle::isAlive);
        }
        assertThat(List.of(first, second)).noneMatch(ProcessHandle::isAlive);
    }

    private String nearest(String address) throws IOException, InterruptedException {
        return post(address + "/items/_search?allow_partial_search_results=false&filter_path=hits.hits._id", QUERY);
    }

    /** Waits for as long as that takes on a slow machine. */
    private void awaitGreen(String address) throws IOException, InterruptedException {
        assertThat(send(HttpRequest.newBuilder(
                        URI.create(address + "/_cluster/health?wait_for_status=green&wait_for_nodes=2&timeout=300s"))))
                .contains("\"status\":\"green\"");
    }

    private void put(String uri, String json) throws IOException, InterruptedException {
        send(request(uri).PUT(BodyPublishers.ofString(json)));
    }

    private String post(String uri, String json) throws IOException, InterruptedException {
        return send(request(uri).POST(BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).header("Content-Type", "application/json");
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
