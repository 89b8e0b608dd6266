package dev.twinset.worker.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Hears of the Kafka clients that a worker opens, to read their metrics. Their other methods are not for it. */
public interface ClientListener {
    /** Hears nothing. */
    ClientListener NONE = new ClientListener() {
        @Override
        public void opened(Consumer<?, ?> consumer) {
            // nobody listens
        }

        @Override
        public void opened(Producer<?, ?> producer) {
            // nobody listens
        }
    };

    void opened(Consumer<?, ?> consumer);

    void opened(Producer<?, ?> producer);
}
