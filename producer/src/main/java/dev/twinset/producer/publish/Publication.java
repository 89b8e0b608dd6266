package dev.twinset.producer.publish;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageData;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.KafkaErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * One run over a catalogue. {@link #run} belongs to one thread; acknowledgements come from the Kafka client's own.
 *
 * <p>Failures: an item's (no file, unusable id, too large for the topic) is listed and the rest goes on; the client has
 * already retried whatever may pass, so any other ends the run; an interrupt ends it after what was sent is
 * acknowledged or given up.
 */
final class Publication {
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final EventCodec codec;
    private final Optional<ReferenceKeys> keys;
    private final Optional<PublishJournal> journal;
    private final ProgressListener progress;
    private final Function<Exception, String> reason;
    private final Catalog catalog;
    private final CatalogFiles files;
    private final List<CatalogItem> items;
    private final Map<String, String> asked;
    private final List<CatalogItem> due;
    private final Queue<Unpublished> unpublished = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable Exception> fatal = new AtomicReference<>();

    /**
     * Takes the producer over and closes it.
     *
     * @param catalog what is published, with attributes that fit
     * @param files opens its pictures
     * @param asked of each answer
     * @param keys to send in place of the images; empty to send these
     * @param reason tells in words why sending failed
     */
    Publication(
            Producer<byte[], byte[]> producer,
            EventCodec codec,
            Catalog catalog,
            CatalogFiles files,
            Map<String, String> asked,
            Optional<ReferenceKeys> keys,
            Optional<PublishJournal> journal,
            ProgressListener progress,
            Function<Exception, String> reason) {
        this.producer = producer;
        this.codec = codec;
        this.keys = keys;
        this.reason = reason;
        this.catalog = catalog;
        this.files = files;
        this.items = catalog.items();
        this.asked = asked;
        this.journal = journal;
        this.progress = progress;
        this.due = journal.map(before -> items.stream()
                        .filter(item -> !before.acknowledged().contains(item.id()))
                        .toList())
                .orElse(items);
    }

    /** @throws IOException if Kafka does not take what it is sent, saying how far it came */
    PublishReport run(double imagesPerSecond) throws IOException {
        long start = System.nanoTime();
        boolean interrupted = !sendAll(imagesPerSecond);
        settle();
        Exception fault = fatal.get();
        if (fault != null) {
            String text = "stopped after " + acknowledged + " of " + due.size() + " images were acknowledged: "
                    + reason.apply(fault);
            throw KafkaErrors.isRefusal(fault) ? new KafkaAccessException(text, fault) : new IOException(text, fault);
        }
        return new PublishReport(
                items.size(),
                acknowledged.get(),
                items.size() - due.size(),
                inOrder(),
                bytes.get(),
                Duration.ofNanos(System.nanoTime() - start),
                catalog.notices(),
                interrupted);
    }

    /** False if it was interrupted. */
    private boolean sendAll(double imagesPerSecond) {
        Pacer pacer = new Pacer(imagesPerSecond, System::nanoTime);
        try (ImageFileReader pictures = new ImageFileReader(files, due.iterator())) {
            while (pictures.hasNext() && fatal.get() == null) {
                ImageFile picture = pictures.next();
                TimeUnit.NANOSECONDS.sleep(pacer.nextDelayNanos());
                send(picture);
            }
            return true;
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            fatal.compareAndSet(null, e);
            return true;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // completed() hears it
    private void send(ImageFile picture) {
        CatalogItem item = picture.item();
        if (picture.fault().isPresent()) {
            refuse(item, picture.fault().get());
            return;
        }
        OutgoingRecord event;
        try {
            event = codec.event(new ImageUploaded(
                    item.id(),
                    UUID.randomUUID().toString(),
                    data(picture),
                    item.attributes(),
                    asked,
                    Optional.empty(),
                    Optional.empty()));
        } catch (IllegalArgumentException e) {
            refuse(item, String.valueOf(e.getMessage()));
            return;
        }
        int sent = event.value().map(value -> value.length).orElse(0);
        producer.send(KafkaRecords.outgoing(event), (metadata, e) -> completed(item, sent, e));
    }

    private ImageData data(ImageFile picture) {
        return keys.<ImageData>map(known -> known.reference(picture)).orElseGet(() -> new InlineImage(picture.bytes()));
    }

    private void completed(CatalogItem item, int size, @Nullable Exception e) {
        if (e instanceof RecordTooLargeException) {
            refuse(item, "too large for the topic: " + e.getMessage());
        } else if (e != null) {
            fatal.compareAndSet(null, e);
        } else {
            acknowledge(item, size);
        }
    }

    private void acknowledge(CatalogItem item, int size) {
        acknowledged.incrementAndGet();
        bytes.addAndGet(size);
        try {
            if (journal.isPresent()) {
                journal.get().acknowledge(item.id());
            }
        } catch (IOException e) {
            fatal.compareAndSet(null, new IOException("the state file cannot be written: " + e.getMessage(), e));
        }
        tell();
    }

    private void refuse(CatalogItem item, String reason) {
        unpublished.add(new Unpublished(item.id(), item.image(), reason));
        tell();
    }

    private void tell() {
        progress.settled(items.size() - due.size() + acknowledged.get() + unpublished.size(), items.size());
    }

    /** Waits for what was sent; an interrupt is put off until then. */
    private void settle() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!interrupted && fatal.get() == null) {
                producer.flush();
            }
        } catch (InterruptException e) {
            Thread.interrupted(); // cleared, so that closing waits
            interrupted = true;
        } finally {
            producer.close(CLOSING);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<Unpublished> inOrder() {
        Map<String, Integer> order = new HashMap<>();
        for (CatalogItem item : items) {
            order.put(item.id(), order.size());
        }
        return unpublished.stream()
                .sorted(Comparator.comparing(one -> order.getOrDefault(one.itemId(), 0)))
                .toList();
    }
}
