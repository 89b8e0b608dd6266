package dev.twinset.worker.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens a worker's clients, and shows to a listener those whose metrics tell how the worker does. */
final class Clients {
    private final ClientConfig config;
    private final ClientListener listener;

    Clients(ClientConfig config, ClientListener listener) {
        this.config = config;
        this.listener = listener;
    }

    Consumer<byte[], byte[]> uploads(int maxPollRecords) {
        return shown(consumer(config.uploads(maxPollRecords)));
    }

    Consumer<byte[], byte[]> features() {
        return shown(consumer(config.features()));
    }

    Consumer<byte[], byte[]> watermarks() {
        return consumer(config.watermarks());
    }

    Consumer<byte[], byte[]> indexer(String indexId) {
        return consumer(config.indexer(indexId));
    }

    /** Reads the catalogue from its beginning, in no group. */
    Consumer<byte[], byte[]> catalog() {
        return consumer(config.catalog());
    }

    Admin admin() {
        return Admin.create(config.admin());
    }

    Producer<byte[], byte[]> models() {
        return producer(config.models());
    }

    Producer<byte[], byte[]> results() {
        Producer<byte[], byte[]> producer = producer(config.results());
        listener.opened(producer);
        return producer;
    }

    private Consumer<byte[], byte[]> shown(Consumer<byte[], byte[]> consumer) {
        listener.opened(consumer);
        return consumer;
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
