package dev.twinset.cli;

import static dev.twinset.cli.BrowserGallery.FIRST_ROW;
import static dev.twinset.cli.BrowserGallery.allShown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.producer.gallery.Gallery;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The views of the page: items, matches, the map and the way back. {@link GalleryBrowserIT} runs it. */
abstract class PageViewTests {
    private final BrowserGallery gallery;
    private final Browser browser;

    PageViewTests(BrowserGallery gallery) {
        this.gallery = gallery;
        browser = gallery.browser();
    }

    @Test
    void anItemIsLookedAtAgainAmongTheItemsOfNow() throws Exception {
        String id = gallery.item(42).id();
        browser.run("location.hash = '#/item/" + id + "'");
        gallery.awaitDetail(id);
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
        gallery.assertFits();
        browser.screenshot("phone-again-dark");
    }

    @Test
    void duplicatesAndWeakMatchesAreFound() throws Exception {
        gallery.upload("twin-1", gallery.item(20).image());
        browser.await("document.querySelector('#rows [data-id=twin-1]')");
        browser.await("document.getElementById('count-perfect').textContent !== '0'");
        browser.click("#views a[href='#/matches/perfect']");
        browser.await("document.querySelector('#matches [data-id=twin-1]')");
        assertThat(browser.text("document.querySelector('#matches [data-id=twin-1] .twins').textContent"))
                .contains(gallery.item(20).id());
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
        gallery.assertFits();
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
        gallery.assertFits();
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
        gallery.awaitDetail(first);
        browser.click("#view-detail .alike a");
        gallery.awaitDetail(like);
        browser.screenshot("detail");
        browser.back();
        gallery.awaitDetail(first);
        browser.back();
        browser.await("!document.getElementById('view-stream').hidden && document.title === 'Twinset'");
        browser.open(gallery.address() + "#/item/" + like);
        gallery.awaitDetail(like);
    }

    @Test
    void aGalleryThatIsOpenedAgainShowsTheStateAndItsRejections() throws Exception {
        gallery.upload("broken-2", gallery.broken("broken-2.jpg"));
        browser.await("document.getElementById('rejected').textContent !== '0'");
        try (Gallery again = gallery.openAgain()) {
            browser.open(again.address() + "#/item/broken-2");
            browser.await("Number(document.getElementById('answered').textContent) >= "
                    + gallery.catalog().items().size());
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
}
