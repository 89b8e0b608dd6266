package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.BrokerExtension;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.RandomOptions;
import dev.twinset.worker.search.SlowSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Guarantee G6: when the log is quiet, each live item's latest answer is the one of brute force. */
class StandingIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String MODEL = "fake";

    @RegisterExtension
    private static final BrokerExtension kafka = new BrokerExtension();

    @TempDir
    private Path directory;

    @Test
    void whenTheLogIsQuietEachLatestAnswerIsTheOneOfBruteForce(TestInfo test) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (TestShop shop = shop(test)) {
            List<RunningWorker> workers = new ArrayList<>(List.of(worker(shop, "w1"), worker(shop, "w2")));
            for (int wave = 0; wave < 4; wave++) {
                for (int i = 0; i < 100; i++) {
                    anyEvent(shop, random);
                }
                shop.flush();
                if (wave == 1) {
                    workers.remove(0).close(); // its items' answers grow old until they are taken over
                }
                if (wave == 2) {
                    workers.add(worker(shop, "w3"));
                }
            }
            awaitTruth(shop);
            for (int i = 0; i < 10; i++) {
                anyEvent(shop, random);
                shop.flush();
                awaitTruth(shop);
            }
            assertThat(shop.read(shop.topics.recommendations()).stream()
                            .filter(record -> record.value().isPresent())
                            .map(shop.codec::recommendations)
                            .filter(answer -> answer.cause().isPresent()))
                    .as("answers given afresh")
                    .isNotEmpty();
            workers.forEach(RunningWorker::close);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    @Test
    void nothingIsPublishedOfAnswersThatStayAsTheyAre(TestInfo test) throws InterruptedException {
        try (TestShop shop = shop(test)) {
            long answers;
            try (RunningWorker worker = worker(shop, "w1")) {
                for (int i = 0; i < 50; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.flush();
                awaitTruth(shop);
                answers = shop.terminals();
                shop.upload("item-7", "image-7"); // the same image once more
                shop.flush();
                await().atMost(TIMEOUT).until(() -> shop.terminals() > answers);
                Thread.sleep(1_000); // whatever else would come
                assertThat(shop.terminals()).isEqualTo(answers + 1);
                assertThat(worker.ended()).isNotDone();
            }
            try (RunningWorker worker = worker(shop, "w1")) { // all is searched again
                await().atMost(TIMEOUT)
                        .until(() ->
                                worker.registry().get("twinset.search").timer().count() > 0);
                Thread.sleep(2_000);
                assertThat(shop.terminals()).isEqualTo(answers + 1);
            }
        }
    }

    private static void anyEvent(TestShop shop, Random random) {
        String item = "item-" + random.nextInt(80);
        String image = random.nextInt(4) == 0 ? "same" : "image-" + random.nextInt(1000);
        if (random.nextInt(6) == 0) {
            shop.delete(item);
        } else {
            Map<String, String> attributes = new HashMap<>(RandomOptions.attributes(random));
            attributes.values().removeIf(String::isEmpty);
            shop.upload(item, image, attributes, options(random));
        }
    }

    private static Map<String, String> options(Random random) {
        Map<String, String> options =
                new HashMap<>(RandomOptions.options(random).asked());
        if (random.nextInt(4) == 0) {
            options.put("filter", random.nextBoolean() ? "gender,-brand" : "-colour,gender!=gender1");
        }
        return options;
    }

    private static void awaitTruth(TestShop shop) {
        Map<String, ImageUploaded> uploads = new HashMap<>();
        for (CatalogEvent event : shop.published.values()) {
            if (event instanceof ImageUploaded upload) {
                uploads.put(upload.itemId(), upload);
            } else {
                uploads.remove(event.subject());
            }
        }
        Map<String, Item> items = new HashMap<>();
        uploads.forEach((itemId, upload) -> items.put(itemId, new Item(vector(upload), upload.attributes())));
        await("true answers")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    Map<String, Recommendations> latest = latest(shop);
                    assertThat(latest.keySet()).isEqualTo(uploads.keySet());
                    uploads.forEach((itemId, upload) -> check(upload, requireNonNull(latest.get(itemId)), items));
                });
    }

    private static void check(ImageUploaded upload, Recommendations answer, Map<String, Item> items) {
        Found found =
                SlowSearch.answer(new Query(vector(upload), Optional.of(upload.itemId()), options(upload)), items);
        assertThat(answer.options()).isEqualTo(options(upload));
        assertThat(answer.copies()).as("copies of %s", upload.itemId()).isEqualTo(found.copies());
        assertThat(answer.recommendations().stream().map(StandingIT::text))
                .as("the latest answer for %s: %s", upload.itemId(), answer)
                .containsExactlyElementsOf(
                        found.items().stream().map(StandingIT::text).toList());
    }

    private static String text(Recommendation item) {
        return item.itemId() + " " + item.score() + " " + item.copies() + " " + item.fallback();
    }

    private static String text(FoundItem item) {
        return item.itemId() + " " + item.score() + " " + item.copies() + " " + item.fallback();
    }

    private static Map<String, Recommendations> latest(TestShop shop) {
        Map<String, Recommendations> latest = new HashMap<>();
        for (EventRecord record : shop.read(shop.topics.recommendations())) {
            if (record.value().isPresent()) {
                latest.put(TestShop.key(record), shop.codec.recommendations(record));
            } else {
                latest.remove(TestShop.key(record));
            }
        }
        return latest;
    }

    private static float[] vector(ImageUploaded upload) {
        return FakeExtractor.vector(((InlineImage) upload.image()).bytes());
    }

    private static AnswerOptions options(ImageUploaded upload) {
        try {
            return AnswerOptions.of(upload.options(), AnswerOptions.DEFAULT).resolved(upload.attributes());
        } catch (RejectedEventException e) {
            throw new AssertionError(e);
        }
    }

    private RunningWorker worker(TestShop shop, String id) {
        return new RunningWorker(shop, kafka.bootstrapServers(), id, directory, new FakeExtractor(MODEL, 0))
                .awaitReady();
    }

    private static TestShop shop(TestInfo test) {
        TestShop shop = new TestShop(kafka.bootstrapServers(), test);
        shop.standing = Optional.of(Duration.ofMillis(100));
        return shop;
    }
}
