package dev.twinset.worker.app;

import dev.twinset.worker.kafka.ClientListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Shows the Kafka clients' own metrics beside ours, under {@code kafka.}, told apart by {@code client.id}. */
final class KafkaMeters implements ClientListener, AutoCloseable {
    private final MeterRegistry registry;
    private final List<KafkaClientMetrics> bound = new ArrayList<>();
    private Optional<KafkaClientMetrics> producer = Optional.empty();

    KafkaMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void opened(Consumer<?, ?> consumer) {
        bind(new KafkaClientMetrics(consumer));
    }

    @Override
    public synchronized void opened(Producer<?, ?> opened) {
        producer.ifPresent(KafkaClientMetrics::close); // replaced by this one
        producer = Optional.of(new KafkaClientMetrics(opened));
        producer.ifPresent(metrics -> metrics.bindTo(registry));
    }

    private synchronized void bind(KafkaClientMetrics metrics) {
        bound.add(metrics);
        metrics.bindTo(registry);
    }

    @Override
    public synchronized void close() {
        producer.ifPresent(KafkaClientMetrics::close);
        bound.forEach(KafkaClientMetrics::close);
        bound.clear();
    }
}
