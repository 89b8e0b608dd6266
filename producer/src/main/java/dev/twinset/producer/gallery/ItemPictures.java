package dev.twinset.producer.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.index.RecordPosition;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.InvalidImageException;
import dev.twinset.vision.image.Thumbnail;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Thumbnails of items and queries: of the latest upload, because that is what was compared, or of the catalogue folder
 * if no upload is known or Kafka is away. Any thread; few decode at a time.
 */
final class ItemPictures {
    private static final long CACHE_BYTES = 32L << 20;
    private static final int DECODING = 2;
    private static final int TIMEOUT_SECONDS = 5;

    private final Topics topics;
    private final ItemIndex index;
    private final RecentQueries queries;
    private final RecordReaderPool shelf;
    private final CatalogFolder folder;
    private final ThumbnailCache cache = new ThumbnailCache(CACHE_BYTES);
    private final Semaphore decoding = new Semaphore(DECODING);

    ItemPictures(Topics topics, ItemIndex index, RecentQueries queries, RecordReaderPool shelf, CatalogFolder folder) {
        this.topics = topics;
        this.index = index;
        this.queries = queries;
        this.shelf = shelf;
        this.folder = folder;
    }

    /** The address of the picture; each version of a picture has its own. */
    String address(String id) {
        return "/picture?id=" + URLEncoder.encode(id, UTF_8).replace("+", "%20")
                + upload(id).map(place -> "&v=" + place.version()).orElse("");
    }

    /**
     * A picture that can be shown.
     *
     * @param version names the upload that it was made from; empty if it is the catalogue folder's
     */
    record Picture(byte[] jpeg, Optional<String> version) {}

    /**
     * Empty if there is no picture or it cannot be shown.
     *
     * @param side the longer side at most, pixels
     * @throws IOException if Kafka does not give it now, or too many are being made: ask again
     */
    Optional<Picture> thumbnail(String id, int side) throws IOException, InterruptedException {
        Optional<RecordPosition> place = upload(id);
        if (place.isEmpty()) {
            return ofFolder(id, side);
        }
        Optional<String> version = Optional.of(place.get().version());
        String key = side + " " + place.get().version() + " " + id;
        Optional<byte[]> known = cache.get(key);
        if (known.isPresent()) {
            return Optional.of(new Picture(known.get(), version));
        }
        Optional<byte[]> image;
        try {
            image = ofUpload(id, place.get());
        } catch (IOException e) {
            Optional<Picture> spare = ofFolder(id, side);
            if (spare.isPresent()) {
                return spare;
            }
            throw e;
        }
        if (image.isEmpty()) {
            return ofFolder(id, side);
        }
        // the folder may hold another picture than the one that cannot be shown
        Optional<byte[]> made = shrink(image.get(), side);
        made.ifPresent(thumbnail -> cache.put(key, thumbnail));
        return made.map(thumbnail -> new Picture(thumbnail, version));
    }

    private Optional<RecordPosition> upload(String id) {
        return (queries.holds(id) ? queries.find(id) : index.find(id)).flatMap(ItemIndex.Entry::upload);
    }

    /** As it was uploaded; empty if it was uploaded by reference, or Kafka no longer has it. */
    private Optional<byte[]> ofUpload(String id, RecordPosition place) throws IOException, InterruptedException {
        String topic = queries.holds(id) ? topics.queries() : topics.images();
        return shelf.read(topic, place).flatMap(EventRecord::value).filter(image -> image.length > 0);
    }

    private Optional<Picture> ofFolder(String id, int side) throws IOException, InterruptedException {
        Optional<byte[]> image = folder.picture(id);
        return image.isEmpty()
                ? Optional.empty()
                : shrink(image.get(), side).map(jpeg -> new Picture(jpeg, Optional.empty()));
    }

    private Optional<byte[]> shrink(byte[] image, int side) throws IOException, InterruptedException {
        if (!decoding.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("too many pictures are asked for at a time");
        }
        try {
            return Optional.of(Thumbnail.jpeg(image, side, ImageLimits.DEFAULT));
        } catch (InvalidImageException e) {
            return Optional.empty();
        } finally {
            decoding.release();
        }
    }
}
