package dev.twinset.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The default topics on a broker, and a worker with the built-in model that serves its metrics on a free port. */
final class ServedWorker implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Worker worker;
    private final Thread thread;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServedWorker(Worker worker, String bootstrap) {
        this.worker = worker;
        this.thread = new Thread(this::run, "served-worker");
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns once the worker is ready. */
    static ServedWorker start(String bootstrap, Path directory, Map<String, String> settings) throws IOException {
        createTopics(bootstrap);
        Properties file = new Properties();
        file.putAll(settings);
        file.setProperty("worker.id", "w1");
        file.setProperty("data.dir", directory.resolve("data").toString());
        file.setProperty("extract.threads", "1");
        file.setProperty("http.port", "0");
        file.setProperty("kafka.bootstrap.servers", bootstrap);
        WorkerConfig config = new SettingsReader().file(file, "the test").read();
        ServedWorker served = new ServedWorker(Worker.create(config, Clock.systemUTC()), bootstrap);
        served.thread.start();
        await().atMost(TIMEOUT).until(() -> served.worker.address().isPresent());
        await().atMost(TIMEOUT).until(() -> served.get("health/ready").startsWith("200"));
        return served;
    }

    private static void createTopics(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(TopicDefinitions.events(Topics.DEFAULT).stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(2), (short) 1)
                                    .configs(topic.initial(1)))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private void run() {
        try {
            worker.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void publish(String itemId, byte[] image) {
        var unused = producer.send(new ProducerRecord<>(Topics.DEFAULT.images(), itemId.getBytes(UTF_8), image));
        producer.flush();
    }

    void refer(String itemId, String key) {
        var record = new ProducerRecord<>(Topics.DEFAULT.images(), itemId.getBytes(UTF_8), new byte[0]);
        record.headers().add("ce_dataref", key.getBytes(UTF_8));
        var unused = producer.send(record);
        producer.flush();
    }

    void awaitAnswered(int events) {
        await().atMost(TIMEOUT).until(() -> metric("twinset_latency_seconds_count") == events);
    }

    /** @return status, space, body */
    String get(String path) throws IOException, InterruptedException {
        URI address = URI.create(worker.address().orElseThrow() + path);
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** @param series name, and labels if it has any, as they stand in the scrape */
    double metric(String series) throws IOException, InterruptedException {
        return get("metrics")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }

    /** The names of all series, without their labels. */
    Set<String> series() throws IOException, InterruptedException {
        return get("metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        try {
            worker.stop(Duration.ofSeconds(15));
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.close();
        producer.close();
    }
}
