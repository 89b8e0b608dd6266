package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.twinset.broker.LocalKafka;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.cli.demo.WorkerFleet;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.GallerySettings;
import dev.twinset.producer.publish.CatalogPublisher;
import dev.twinset.producer.publish.EventSender;
import dev.twinset.producer.publish.ProgressListener;
import dev.twinset.producer.publish.PublishOptions;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A gallery with a catalogue and a worker, and a browser that shows its page: one for many tests. */
@SuppressWarnings("NullAway.Init") // set by the start
final class BrowserGallery {
    static final String FIRST_ROW = "document.querySelector('#rows .row')";

    private static final String NO_BROWSER = "NO BROWSER: the gallery's page was NOT tested in one";

    /** The first of the items that are uploaded again, one for each test. */
    private static final int TOPS = 44;

    /** A drop as the page gets it from a file manager. */
    private static final String DROP = """
            const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], arguments[2], {type: arguments[1]}));
            for (const type of ['dragover', 'drop']) {
              document.body.dispatchEvent(new DragEvent(type, {dataTransfer: transfer, bubbles: true, cancelable: true}));
            }""";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path directory;
    private Browser browser;
    private EventSender sender;
    private Catalog catalog;
    private String address;
    private Map<String, Object> client;
    private int tests;

    /** Aborts the tests where no browser is installed. What was started before a failure is closed by {@link #stop}. */
    void start(Path folder) throws Exception {
        Browser.Installation installation = Browser.Installation.find().orElseGet(BrowserGallery::withoutBrowser);
        directory = folder;
        LocalKafka kafka = kept(LocalKafka.inProcess(directory.resolve("broker")));
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        TopicCreator.create(client, Topics.DEFAULT, 3, (short) 1);
        WorkerFleet fleet = kept(new WorkerFleet(
                directory.resolve("workers"), List.of("kafka.bootstrap.servers=" + kafka.bootstrapServers())));
        fleet.start(1);
        SampleCatalog.draw(240, 3, directory.resolve("catalog"));
        catalog = Catalog.read(directory.resolve("catalog"));
        address = kept(openAgain()).address();
        sender = kept(new EventSender(client, Topics.DEFAULT, "test", "/test"));
        browser = kept(Browser.open(installation, directory.resolve("profile")));

        browser.open(address);
        browser.await("document.querySelector('#link[data-state=live]') && !document.getElementById('empty').hidden");
        browser.screenshot("empty");
        // so that each item of the catalog has five others to be answered with, whichever comes first
        for (CatalogItem early : catalog.items().subList(0, 8)) {
            upload(early.id(), early.image());
        }
        browser.await("document.querySelectorAll('#rows .row').length >= 8");
        new CatalogPublisher(client, Topics.DEFAULT).publish(catalog, PublishOptions.DEFAULT, ProgressListener.SILENT);
        browser.await("Number(document.getElementById('answered').textContent) >= "
                + catalog.items().size());
    }

    /** Never silently. */
    private static Browser.Installation withoutBrowser() {
        String line = "*".repeat(NO_BROWSER.length() + 8);
        System.err.printf(
                "%n%s%n*   %s   *%n%s%nInstall chromium and chromium-driver, or name them by TEST_CHROMIUM and"
                        + " TEST_CHROMEDRIVER.%n%n",
                line, NO_BROWSER, line);
        if ("1".equals(System.getenv("REQUIRE_BROWSER"))) {
            throw new AssertionError(NO_BROWSER);
        }
        return abort(NO_BROWSER);
    }

    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T kept(T part) {
        open.push(part);
        return part;
    }

    /** The page, loaded again, with an item on top that has its five. */
    void fresh() throws IOException, InterruptedException {
        browser.desktop();
        browser.prefer("prefers-color-scheme", "light");
        browser.open("about:blank");
        browser.open(address);
        CatalogItem top = item(TOPS + tests++);
        upload(top.id(), top.image());
        browser.await(FIRST_ROW + "?.dataset.id === '" + top.id() + "'");
    }

    Browser browser() {
        return browser;
    }

    String address() {
        return address;
    }

    Catalog catalog() {
        return catalog;
    }

    CatalogItem item(int index) {
        return catalog.items().get(index);
    }

    /** Another gallery of the same topics. */
    Gallery openAgain() throws IOException, InterruptedException {
        return Gallery.open(client, Topics.DEFAULT, GallerySettings.loopback(0), Clock.systemUTC());
    }

    /** A file that is no picture whatever its name says. */
    Path broken(String name) throws IOException {
        return Files.write(directory.resolve(name), new byte[] {1, 2, 3});
    }

    void drop(Path picture) throws IOException {
        drop(Files.readAllBytes(picture), "image/jpeg", String.valueOf(picture.getFileName()));
    }

    void drop(byte[] bytes, String type, String name) {
        browser.run(DROP, Base64.getEncoder().encodeToString(bytes), type, name);
    }

    void upload(String id, Path picture) throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(picture);
        Map<String, String> attributes = catalog.items().stream()
                .filter(item -> item.image().equals(picture))
                .findFirst()
                .map(CatalogItem::attributes)
                .orElse(Map.of());
        sender.send(new ImageUploaded(
                id, UUID.randomUUID().toString(), bytes, attributes, Optional.empty(), Optional.empty()));
    }

    void awaitDetail(String id) throws InterruptedException {
        browser.await("document.querySelector('#view-detail h1')?.textContent === '"
                + id.replace("\\", "\\\\").replace("'", "\\'") + "'"
                + " && document.querySelectorAll('#view-detail .alike > li').length === 5");
        browser.await(allShown("#view-detail"));
    }

    /** Every picture within that is not folded away has come, and is no placeholder. */
    static String allShown(String selector) {
        String pictures = "[...document.querySelectorAll('" + selector + " img')].filter(one => one.checkVisibility())";
        return pictures + ".length > 0 && " + pictures + ".every(image => image.complete && image.naturalWidth > 2)";
    }

    void assertFits() {
        assertThat(browser.text("document.documentElement.scrollWidth"))
                .isEqualTo(browser.text("document.documentElement.clientWidth"));
    }

    void assertNoComplaints() {
        assertThat(browser.complaints()).isEmpty();
    }
}
