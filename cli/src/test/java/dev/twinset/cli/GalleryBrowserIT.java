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
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The gallery as people have it: a real broker, a worker in a process of its own, the page in Chromium. Pictures of
 * each view are left in {@code cli/target/screenshots}.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before the first test
final class GalleryBrowserIT {
    private static final String NO_BROWSER = "NO BROWSER: the gallery's page was NOT tested in one";
    private static final String FIRST_ROW = "document.querySelector('#rows .row')";

    /** The first of the items that are uploaded again, one for each test. */
    private static final int TOPS = 44;

    @TempDir
    static Path directory;

    private static final Deque<AutoCloseable> open = new ArrayDeque<>();
    private static Browser browser;
    private static EventSender sender;
    private static Catalog catalog;
    private static String address;
    private static Map<String, Object> client;
    private static int tests;

    @BeforeAll
    static void start() throws Exception {
        Browser.Installation installation = Browser.Installation.find().orElseGet(GalleryBrowserIT::withoutBrowser);
        LocalKafka kafka = kept(LocalKafka.inProcess(directory.resolve("broker")));
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        TopicCreator.create(client, Topics.DEFAULT, 3, (short) 1);
        WorkerFleet fleet = kept(new WorkerFleet(
                directory.resolve("workers"), List.of("kafka.bootstrap.servers=" + kafka.bootstrapServers())));
        fleet.start(1);
        SampleCatalog.draw(240, 3, directory.resolve("catalog"));
        catalog = Catalog.read(directory.resolve("catalog"));
        Gallery gallery = kept(Gallery.open(client, Topics.DEFAULT, GallerySettings.loopback(0), Clock.systemUTC()));
        address = gallery.address();
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
                "%n%s%n*   %s   *%n%s%nInstall chromium and chromium-driver, or name them by TWINSET_CHROMIUM and"
                        + " TWINSET_CHROMEDRIVER.%n%n",
                line, NO_BROWSER, line);
        if ("1".equals(System.getenv("REQUIRE_BROWSER"))) {
            throw new AssertionError(NO_BROWSER);
        }
        return abort(NO_BROWSER);
    }

    @AfterAll
    static void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** The page, loaded again, with an item on top that has its five. */
    @BeforeEach
    void fresh() throws IOException, InterruptedException {
        browser.desktop();
        browser.prefer("prefers-color-scheme", "light");
        browser.open("about:blank");
        browser.open(address);
        CatalogItem top = catalog.items().get(TOPS + tests++);
        upload(top.id(), top.image());
        browser.await(FIRST_ROW + "?.dataset.id === '" + top.id() + "'");
    }

    @AfterEach
    void nothingIsAmissOnThePage() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void uploadsArriveWithTheirFiveAsPictures() throws Exception {
        String item = catalog.items().get(43).id();
        upload(item, catalog.items().get(43).image());
        browser.await(FIRST_ROW + ".dataset.id === '" + item + "'");
        browser.await(allShown("#rows .row:first-child"));
        assertThat(browser.text(FIRST_ROW + ".querySelectorAll('.alike img').length"))
                .isEqualTo("5");
        assertThat(browser.text(FIRST_ROW + ".querySelector('.alike b').textContent"))
                .matches("\\d+ %");
        assertThat(browser.text(FIRST_ROW + ".querySelector('.alike small').textContent"))
                .matches("\\d\\.\\d{3}");
        assertThat(browser.text(FIRST_ROW + ".querySelector('img').alt")).isEqualTo("Picture of item " + item);
        assertThat(browser.text("document.getElementById('items').textContent")).isNotEqualTo("0");
        browser.await(allShown("#rows .row:not(.bad):nth-child(-n+6)"));
        browser.await("document.getAnimations().every(one => one.animationName !== 'arrive')");
        browser.screenshot("desktop");
    }

    @Test
    void aPictureThatIsDroppedIsAnsweredWithFiveAndCanBeAdded() throws Exception {
        drop(catalog.items().get(3).image());
        browser.await("location.hash.startsWith('#/item/query-')");
        browser.await("document.querySelectorAll('#view-detail .alike > li').length === 5");
        browser.await(allShown("#view-detail"));
        assertThat(browser.text("document.activeElement.textContent")).isEqualTo("Your picture");
        browser.screenshot("asked");

        browser.click("#view-detail .add input");
        browser.type("added-by-hand");
        browser.type(Keys.ENTER);
        browser.await("location.hash === '#/item/added-by-hand'");
        browser.await("document.querySelectorAll('#view-detail .alike > li').length === 5");
        browser.await(allShown("#view-detail"));
        browser.click("#view-detail .back a");
        browser.await("document.querySelector('[data-id=added-by-hand]')");
    }

    @Test
    void anAnswerIsAsItsOptionsAskAndSaysWhy() throws Exception {
        Map<String, List<String>> genders = catalog.items().stream()
                .collect(Collectors.groupingBy(
                        item -> item.attributes().getOrDefault("gender", ""),
                        Collectors.mapping(CatalogItem::id, Collectors.toList())));
        String gender = Collections.max(
                        genders.entrySet(),
                        Comparator.comparing(items -> items.getValue().size()))
                .getKey();

        browser.click("#open-options");
        browser.await("document.activeElement.name === 'filter'");
        browser.type("gender=");
        browser.await(
                "[...document.querySelectorAll('#terms option')].some(one => one.value === 'gender=" + gender + "')");
        browser.type(gender);
        browser.click("#option-limit");
        browser.type("8");
        browser.click("#options [name=why]");
        drop(catalog.items().get(3).image());
        browser.await("location.hash.startsWith('#/item/query-')");
        browser.await("document.querySelectorAll('#view-detail .alike > li').length === 8");
        String[] found = browser.text(
                        "[...document.querySelectorAll('#view-detail .alike .id')].map(id => id.textContent).join(' ')")
                .split(" ", -1);
        assertThat(genders.get(gender)).contains(found);
        assertThat(browser.text("[...document.querySelectorAll('#view-detail .card .facts span')]"
                        + ".map(tag => tag.textContent).join(' ')"))
                .isEqualTo("8 items gender=" + gender);
        assertThat(browser.is("[...document.querySelectorAll('#view-detail .alike > li')].every(item =>"
                        + " item.querySelector('.parts i').getBoundingClientRect().width > 0)"))
                .as("each has a bar of what its score is made of")
                .isTrue();
        browser.await(allShown("#view-detail"));
        browser.screenshot("options");

        browser.phone();
        assertFits();
        browser.screenshot("phone-options");
        browser.desktop();
        browser.click("#options [type=reset]");
        browser.click("#options-ask");
        browser.await("document.querySelectorAll('#view-detail .alike > li').length === 5");
    }

    @Test
    void aMalformedFilterShowsItsSentenceAndNothingIsSent() throws Exception {
        browser.click("#open-options");
        browser.await("document.activeElement.name === 'filter'");
        browser.type("gender=Men|");
        drop(catalog.items().get(3).image());
        browser.await("document.getElementById('fault-filter')");
        assertThat(browser.text("document.getElementById('fault-filter').textContent"))
                .startsWith("Filter is \"gender=Men|\" with its end at character 12, expected");
        assertThat(browser.is("location.hash === '' && document.activeElement.getAttribute('aria-invalid') === 'true'"))
                .isTrue();
        browser.screenshot("options-fault");
        browser.type(Keys.BACK_SPACE);
        browser.type(Keys.TAB);
        browser.await("!document.getElementById('fault-filter')");
    }

    @Test
    void whatIsNoPictureIsRefusedOnThePageAndWhatIsBrokenByAWorker() throws Exception {
        browser.run(DROP, Base64.getEncoder().encodeToString(new byte[] {1}), "text/plain", "notes.txt");
        browser.await("document.querySelector('#view-detail [role=alert]')");
        assertThat(browser.text("document.querySelector('#view-detail [role=alert]').textContent"))
                .isEqualTo("notes.txt is not a JPEG, PNG or WebP picture.");

        Path broken = Files.write(directory.resolve("broken.jpg"), new byte[] {1, 2, 3});
        drop(broken);
        browser.await("document.querySelector('#view-detail .card.bad h2')");
        assertThat(browser.text("document.querySelector('#view-detail .card.bad h2').textContent"))
                .isEqualTo("Rejected: unsupported format");

        upload("broken-1", broken);
        browser.await("document.getElementById('rejected').textContent !== '0'");
        browser.click("#rejected");
        browser.await("document.querySelector('#rejected-list [data-id=broken-1]')");
        assertThat(browser.text("document.querySelector('#rejected-list .why').textContent"))
                .contains("rejected unsupported format");
        browser.await("document.querySelector('#rejected-list [data-id=broken-1] img.nothing')");
        browser.screenshot("rejected");
    }

    @Test
    void aGalleryThatIsOpenedAgainShowsTheStateAndItsRejections() throws Exception {
        upload("broken-2", Files.write(directory.resolve("broken-2.jpg"), new byte[] {1, 2, 3}));
        browser.await("document.getElementById('rejected').textContent !== '0'");
        try (Gallery again = Gallery.open(client, Topics.DEFAULT, GallerySettings.loopback(0), Clock.systemUTC())) {
            browser.open(again.address() + "#/item/broken-2");
            browser.await("Number(document.getElementById('answered').textContent) >= "
                    + catalog.items().size());
            browser.await("document.getElementById('rejected').textContent !== '0'");
            // the item is unknown until the page's gallery has read it
            browser.open("about:blank");
            browser.open(again.address() + "#/item/broken-2");
            browser.await("document.querySelector('#view-detail .card.bad h2')");
            assertThat(browser.text("document.querySelector('#view-detail .card.bad h2').textContent"))
                    .isEqualTo("Rejected: unsupported format");
            browser.open("about:blank");
            browser.complaints(); // the first look may have come too early
        }
    }

    @Test
    void aPictureThatComesLateTakesThePlaceOfItsPlaceholder() throws Exception {
        browser.run("""
                import('/dom.js').then(({picture}) => {
                  const frame = document.createElement('span');
                  frame.className = 'frame late';
                  frame.append(picture({id: 'late-1', picture: '/picture?id=late-1'}));
                  document.getElementById('title-stream').after(frame);
                });""");
        browser.await("document.querySelector('.late img.nothing, .late img.later')");
        browser.prefer("prefers-color-scheme", "dark");
        assertThat(browser.text("getComputedStyle(document.querySelector('.late')).backgroundColor"))
                .as("no white hole in the dark")
                .isEqualTo("rgb(37, 40, 44)");
        upload("late-1", catalog.items().get(5).image());
        browser.await(allShown(".late"));
        assertThat(browser.is("document.querySelector('.late img.nothing, .late img.later')"))
                .isFalse();
    }

    @Test
    void anItemIsLookedAtAgainAmongTheItemsOfNow() throws Exception {
        String id = catalog.items().get(42).id();
        browser.run("location.hash = '#/item/" + id + "'");
        awaitDetail(id);
        assertThat(browser.text("document.querySelector('.about').textContent"))
                .containsPattern("Uploaded .*20\\d\\d, \\d\\d:\\d\\d:\\d\\d")
                .containsPattern("Answered .*20\\d\\d, \\d\\d:")
                .containsPattern("There were \\d+ items then; there are \\d+ now\\.");
        browser.click("#again");
        browser.await("document.querySelectorAll('.now .alike > li').length === 5");
        browser.await(allShown("#view-detail"));
        assertThat(browser.text("document.querySelector('.now').textContent"))
                .containsPattern("Asked .*20\\d\\d, .* among \\d+ items; when it was published there were \\d+\\.");
        assertThat(browser.is("[...document.querySelectorAll('.now .id')].every(other => other.textContent !== '" + id
                        + "')"))
                .as("an item is not its own match")
                .isTrue();
        assertThat(browser.is("[...document.querySelectorAll('#view-detail .tile')].every(tile =>"
                        + " tile.querySelector('.kind + .colour + .id') || tile.textContent.includes('by-hand'))"))
                .as("what both sides are, before their ids")
                .isTrue();
        browser.screenshot("again");
        browser.prefer("prefers-color-scheme", "dark");
        browser.screenshot("again-dark");
        browser.phone();
        assertFits();
        browser.screenshot("phone-again-dark");
    }

    @Test
    void duplicatesAndWeakMatchesAreFound() throws Exception {
        upload("twin-1", catalog.items().get(20).image());
        browser.await("document.querySelector('#rows [data-id=twin-1]')");
        browser.await("document.getElementById('count-perfect').textContent !== '0'");
        browser.click("#views a[href='#/matches/perfect']");
        browser.await("document.querySelector('#matches [data-id=twin-1]')");
        assertThat(browser.text("document.querySelector('#matches [data-id=twin-1] .twins').textContent"))
                .contains(catalog.items().get(20).id());
        browser.await(allShown("#matches .row:first-child"));
        browser.screenshot("duplicates");

        browser.click("#views a[href='#/matches/weak']");
        browser.await("document.querySelector('#matches .row')");
        browser.await("document.querySelector('#matches .weak')");
        assertThat(browser.is("[...document.querySelectorAll('#matches .alike a')].every(tile =>"
                        + " tile.classList.contains('weak') === (parseInt(tile.querySelector('b').textContent) < 10))"))
                .as("under ten per cent is faded, and nothing else")
                .isTrue();
        browser.await(allShown("#matches .row:nth-child(-n+4)"));
        browser.screenshot("weak");
        browser.prefer("prefers-color-scheme", "dark");
        browser.phone();
        assertFits();
        browser.screenshot("phone-weak-dark");
    }

    @Test
    void theCatalogueIsAMapThatIsZoomedAndClicked() throws Exception {
        browser.click("#views a[href='#/map']");
        browser.await("!document.getElementById('board').hidden");
        browser.await("Number(document.getElementById('board').dataset.pictures) >= 20");
        assertThat(browser.text("document.getElementById('note-map').textContent"))
                .containsPattern("^(All \\d+|\\d+ of \\d+) items, .*by model ");
        browser.screenshot("map");
        browser.prefer("prefers-color-scheme", "dark");
        browser.screenshot("map-dark");
        int pictures = Integer.parseInt(browser.text("document.getElementById('board').dataset.pictures"));
        for (int i = 0; i < 4; i++) {
            browser.click("#zoom-in");
        }
        browser.await("Number(document.getElementById('board').dataset.pictures) < " + pictures);
        browser.phone();
        browser.click("#zoom-all");
        browser.await("Number(document.getElementById('board').dataset.pictures) >= 8");
        assertFits();
        browser.screenshot("phone-map-dark");
        browser.prefer("prefers-color-scheme", "light");
        browser.screenshot("phone-map");

        browser.desktop();
        browser.click("#zoom-all");
        browser.run("document.getElementById('map').focus()");
        browser.type(Keys.ARROW_LEFT);
        browser.await("!document.getElementById('tip').hidden");
        String shown = browser.text("document.getElementById('tip').getAttribute('href')");
        browser.click("#tip");
        browser.await("location.hash === '" + shown + "'");
        browser.await("document.querySelector('#view-detail h1')");
    }

    @Test
    void aClickShowsAnItemAndTheHistoryLeadsBack() throws Exception {
        browser.click("#pause");
        String first = browser.text(FIRST_ROW + ".dataset.id");
        String like = browser.text(FIRST_ROW + ".querySelector('.alike .id').textContent");
        browser.click("#rows .row:first-child .subject");
        awaitDetail(first);
        browser.click("#view-detail .alike a");
        awaitDetail(like);
        browser.screenshot("detail");
        browser.back();
        awaitDetail(first);
        browser.back();
        browser.await("!document.getElementById('view-stream').hidden && document.title === 'Twinset'");
        browser.open(address + "#/item/" + like);
        awaitDetail(like);
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        browser.type("p");
        browser.await("document.getElementById('pause').getAttribute('aria-pressed') === 'true'");
        browser.type(Keys.ARROW_DOWN);
        String first = browser.text("document.activeElement.getAttribute('href')");
        assertThat(first).isEqualTo(browser.text(FIRST_ROW + ".querySelector('.subject').getAttribute('href')"));
        browser.type(Keys.ARROW_RIGHT);
        assertThat(browser.is("document.activeElement === " + FIRST_ROW + ".querySelector('.alike a')"))
                .isTrue();
        assertThat(browser.is("getComputedStyle(document.activeElement).outlineStyle === 'solid'"))
                .as("the focus is seen")
                .isTrue();
        browser.type(Keys.ARROW_DOWN);
        assertThat(browser.is(FIRST_ROW + ".contains(document.activeElement)")).isFalse();
        browser.type(Keys.ENTER);
        browser.await("location.hash.startsWith('#/item/')");
        browser.type(Keys.ESCAPE);
        browser.await("!document.getElementById('view-stream').hidden");

        browser.type("/");
        browser.await("document.activeElement.id === 'search'");
        String id = catalog.items().get(12).id();
        browser.type(id.substring(0, id.length() - 1));
        browser.await("document.querySelectorAll('#found [role=option]').length > 1");
        browser.type(Keys.ARROW_DOWN);
        String chosen = browser.text("document.querySelector('#found [aria-selected=true]').textContent");
        browser.type(Keys.ENTER);
        awaitDetail(chosen);
        browser.type("/");
        browser.type("no-such-item");
        browser.await("document.querySelector('#found .none')");
        browser.type(Keys.ESCAPE);
        browser.await("document.getElementById('found').hidden && document.activeElement.id !== 'search'");
    }

    @Test
    void anIdIsTextWhateverItHolds() throws Exception {
        String hostile = "<img src=x onerror=document.title='hacked'>&\"'";
        upload(hostile, catalog.items().get(9).image());
        browser.await("[...document.querySelectorAll('.row')].some(row => row.dataset.id.startsWith('<img'))");
        browser.run("[...document.querySelectorAll('.row')].find(row => row.dataset.id.startsWith('<img'))"
                + ".querySelector('.subject').click()");
        awaitDetail(hostile);
        assertThat(browser.text("document.title")).isEqualTo(hostile + " · Twinset");
        assertThat(browser.is("document.querySelector('img[src=x]')")).isFalse();
    }

    @Test
    void aPhoneShowsAllOfItWithoutScrollingSideways() throws Exception {
        browser.phone();
        browser.await(allShown("#rows .row:first-child"));
        assertFits();
        browser.screenshot("phone");
        browser.run("location.hash = '#/item/" + catalog.items().get(42).id() + "'");
        awaitDetail(catalog.items().get(42).id());
        assertFits();
        browser.screenshot("phone-detail");
        browser.run("location.hash = '#/rejected'");
        browser.await("document.querySelector('#rejected-list li')");
        assertFits();
    }

    @Test
    void theDarkIsDarkAndStillnessIsStill() throws Exception {
        String light = browser.text("getComputedStyle(document.body).backgroundColor");
        browser.prefer("prefers-color-scheme", "dark");
        browser.await("getComputedStyle(document.body).backgroundColor !== '" + light + "'");
        browser.await(allShown("#rows .row:not(.bad):nth-child(-n+6)"));
        browser.await("document.getAnimations().every(one => one.animationName !== 'arrive')");
        browser.screenshot("dark");
        browser.prefer("prefers-reduced-motion", "reduce");
        assertThat(browser.text("(() => { const row = " + FIRST_ROW
                        + "; row.classList.add('fresh'); return getComputedStyle(row).animationName; })()"))
                .isEqualTo("none");
    }

    /** A drop as the page gets it from a file manager. */
    private static final String DROP = """
            const bytes = Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], arguments[2], {type: arguments[1]}));
            for (const type of ['dragover', 'drop']) {
              document.body.dispatchEvent(new DragEvent(type, {dataTransfer: transfer, bubbles: true, cancelable: true}));
            }""";

    private static void drop(Path picture) throws IOException {
        browser.run(
                DROP,
                Base64.getEncoder().encodeToString(Files.readAllBytes(picture)),
                "image/jpeg",
                String.valueOf(picture.getFileName()));
    }

    private static void upload(String id, Path picture) throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(picture);
        Map<String, String> attributes = catalog.items().stream()
                .filter(item -> item.image().equals(picture))
                .findFirst()
                .map(CatalogItem::attributes)
                .orElse(Map.of());
        sender.send(new ImageUploaded(
                id, UUID.randomUUID().toString(), bytes, attributes, Optional.empty(), Optional.empty()));
    }

    private static void awaitDetail(String id) throws InterruptedException {
        browser.await("document.querySelector('#view-detail h1')?.textContent === '"
                + id.replace("\\", "\\\\").replace("'", "\\'") + "'"
                + " && document.querySelectorAll('#view-detail .alike > li').length === 5");
        browser.await(allShown("#view-detail"));
    }

    /** Every picture within that is not folded away has come, and is no placeholder. */
    private static String allShown(String selector) {
        String pictures = "[...document.querySelectorAll('" + selector + " img')].filter(one => one.checkVisibility())";
        return pictures + ".length > 0 && " + pictures + ".every(image => image.complete && image.naturalWidth > 2)";
    }

    private static void assertFits() {
        assertThat(browser.text("document.documentElement.scrollWidth"))
                .isEqualTo(browser.text("document.documentElement.clientWidth"));
    }

    private static <T extends AutoCloseable> T kept(T part) {
        open.push(part);
        return part;
    }
}
