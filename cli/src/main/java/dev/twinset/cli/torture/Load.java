package dev.twinset.cli.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.cli.torture.ledger.SentEvent;
import dev.twinset.cli.torture.ledger.SentEvent.Kind;
import dev.twinset.console.DaemonThreads;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.Producers;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends uploads, replacements, queries, deletions and what must be rejected (broken images, and good ones in a
 * partition that a client with another partitioner might choose), evenly spaced, until it is stopped. What Kafka has
 * acknowledged is passed on.
 */
final class Load implements AutoCloseable {
    private static final int PICTURES = 200;
    private static final int DELIVERY_TIMEOUT_MILLIS = 600_000;

    private final Producer<byte[], byte[]> producer;
    private final EventCodec codec;
    private final List<byte[]> pictures;
    private final int items;
    private final double perSecond;
    private final Random random;
    private final Clock clock;
    private final Consumer<SentEvent> acknowledged;
    private final AtomicInteger sent = new AtomicInteger();
    private final Thread thread = DaemonThreads.unstarted("torture-load", this::run);
    private volatile boolean paused;
    private volatile boolean stopping;
    private volatile Optional<Exception> failure = Optional.empty();

    /**
     * @param items different item ids
     * @param directory for the pictures
     */
    Load(String bootstrap, int items, double perSecond, long seed, Path directory, Consumer<SentEvent> acknowledged)
            throws IOException {
        this.clock = Clock.systemUTC();
        this.codec = new EventCodec(Topics.DEFAULT, clock, "/torture/load");
        this.pictures = pictures(directory, seed);
        this.items = items;
        this.perSecond = perSecond;
        this.random = new Random(seed);
        this.acknowledged = acknowledged;
        this.producer = Producers.connect(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "delivery.timeout.ms", DELIVERY_TIMEOUT_MILLIS,
                        "max.block.ms", DELIVERY_TIMEOUT_MILLIS,
                        "max.request.size", 10 << 20),
                "torture-load");
    }

    private static List<byte[]> pictures(Path directory, long seed) throws IOException {
        SampleCatalog.draw(PICTURES, seed, directory);
        List<byte[]> pictures = new ArrayList<>();
        for (CatalogItem item : Catalog.read(directory).items()) {
            pictures.add(Files.readAllBytes(item.image()));
        }
        return pictures;
    }

    void start() {
        thread.start();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /** Events sent so far. */
    int sent() {
        return sent.get();
    }

    private void run() {
        long next = System.nanoTime();
        try {
            while (!stopping) {
                if (!paused) {
                    send();
                }
                next += (long) (1e9 / perSecond);
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    private void send() {
        int number = sent.incrementAndGet();
        int kind = random.nextInt(100);
        String item = "item-" + random.nextInt(items);
        if (kind < 5) {
            CatalogEvent deletion = new ImageDeleted(item, id(number), Optional.empty(), Optional.empty());
            send(deletion, sent(deletion, Kind.DELETE, new byte[0], true, Map.of(), Map.of()), false);
            return;
        }
        Map<String, String> attributes = attributes();
        Map<String, String> options = options();
        if (kind < 10) {
            byte[] picture = picture();
            CatalogEvent query = new ImageQueried(
                    "query-" + number,
                    id(number),
                    new InlineImage(picture),
                    attributes,
                    options,
                    Optional.empty(),
                    Optional.empty());
            send(query, sent(query, Kind.QUERY, picture, true, options, attributes), false);
        } else {
            boolean broken = kind >= 96;
            boolean misplaced = kind == 95;
            byte[] picture = broken ? broken() : picture();
            CatalogEvent upload = new ImageUploaded(
                    item,
                    id(number),
                    new InlineImage(picture),
                    attributes,
                    options,
                    Optional.empty(),
                    Optional.empty());
            send(upload, sent(upload, Kind.UPLOAD, picture, !broken && !misplaced, options, attributes), misplaced);
        }
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        maybe(attributes, "gender", "women", "men", "unisex");
        maybe(attributes, "brand", "a", "b", "c", "d");
        maybe(attributes, "available", "true", "true", "false");
        return attributes;
    }

    private Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        if (random.nextInt(2) == 0) {
            maybe(options, "limit", "1", "7", "30");
            maybe(options, "filter", "gender", "-brand", "available!=false", "gender=women|unisex,brand!=a");
            maybe(options, "fallback", "true", "false");
            maybe(options, "groupby", "brand");
            maybe(options, "diversity", "0.1", "0.7");
            maybe(options, "scorethreshold", "0.3", "0.9");
            maybe(options, "why", "true");
        }
        return options;
    }

    private void maybe(Map<String, String> map, String name, String... values) {
        if (random.nextInt(3) == 0) {
            map.put(name, values[random.nextInt(values.length)]);
        }
    }

    private static String id(int number) {
        return "event-" + number;
    }

    private byte[] picture() {
        return pictures.get(random.nextInt(pictures.size()));
    }

    private byte[] broken() {
        byte[] picture = picture();
        return random.nextBoolean()
                ? Arrays.copyOf(picture, picture.length / 2)
                : ("not an image " + random.nextLong()).getBytes(UTF_8);
    }

    /** Where it is sent to is known later. */
    private SentEvent sent(
            CatalogEvent event,
            Kind kind,
            byte[] bytes,
            boolean acceptable,
            Map<String, String> options,
            Map<String, String> attributes) {
        return new SentEvent(
                event.eventId(),
                kind,
                event.subject(),
                acceptable,
                Digest.sha256(bytes),
                SentEvent.options(options),
                attributes,
                clock.millis(),
                0,
                0);
    }

    private void send(CatalogEvent event, SentEvent sent, boolean misplaced) {
        ProducerRecord<byte[], byte[]> record = KafkaRecords.outgoing(codec.event(event));
        if (misplaced) {
            record = inAnotherPartition(record);
        }
        var unused = producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure = Optional.of(e);
                return;
            }
            acknowledged.accept(sent.at(metadata.partition(), metadata.offset()));
        });
    }

    private ProducerRecord<byte[], byte[]> inAnotherPartition(ProducerRecord<byte[], byte[]> record) {
        int partitions = producer.partitionsFor(record.topic()).size();
        int right = KafkaRecords.partition(record.key(), partitions);
        return new ProducerRecord<>(
                record.topic(), (right + 1) % partitions, record.key(), record.value(), record.headers());
    }

    /**
     * Stops, and waits until Kafka has acknowledged everything.
     *
     * @throws IOException if it has not
     */
    void finish() throws IOException, InterruptedException {
        stopping = true;
        thread.join();
        producer.flush();
        if (failure.isPresent()) {
            throw new IOException("Kafka did not take an event: " + failure.get(), failure.get());
        }
    }

    @Override
    public void close() {
        stopping = true;
        producer.close();
    }
}
