package dev.twinset.cli;

import static dev.twinset.cli.BrowserGallery.FIRST_ROW;
import static dev.twinset.cli.BrowserGallery.allShown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.catalog.CatalogItem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What is uploaded and asked on the page, and what it answers. {@link GalleryBrowserIT} runs it. */
abstract class PageQuestionTests {
    private final BrowserGallery gallery;
    private final Browser browser;

    PageQuestionTests(BrowserGallery gallery) {
        this.gallery = gallery;
        browser = gallery.browser();
    }

    @Test
    void uploadsArriveWithTheirFiveAsPictures() throws Exception {
        String item = gallery.item(43).id();
        gallery.upload(item, gallery.item(43).image());
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
        gallery.drop(gallery.item(3).image());
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
        Map<String, List<String>> genders = gallery.catalog().items().stream()
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
        gallery.drop(gallery.item(3).image());
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
        gallery.assertFits();
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
        gallery.drop(gallery.item(3).image());
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
        gallery.drop(new byte[] {1}, "text/plain", "notes.txt");
        browser.await("document.querySelector('#view-detail [role=alert]')");
        assertThat(browser.text("document.querySelector('#view-detail [role=alert]').textContent"))
                .isEqualTo("notes.txt is not a JPEG, PNG or WebP picture.");

        Path broken = gallery.broken("broken.jpg");
        gallery.drop(broken);
        browser.await("document.querySelector('#view-detail .card.bad h2')");
        assertThat(browser.text("document.querySelector('#view-detail .card.bad h2').textContent"))
                .isEqualTo("Rejected: unsupported format");

        gallery.upload("broken-1", broken);
        browser.await("document.getElementById('rejected').textContent !== '0'");
        browser.click("#rejected");
        browser.await("document.querySelector('#rejected-list [data-id=broken-1]')");
        assertThat(browser.text("document.querySelector('#rejected-list .why').textContent"))
                .contains("rejected unsupported format");
        browser.await("document.querySelector('#rejected-list [data-id=broken-1] img.nothing')");
        browser.screenshot("rejected");
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
        gallery.upload("late-1", gallery.item(5).image());
        browser.await(allShown(".late"));
        assertThat(browser.is("document.querySelector('.late img.nothing, .late img.later')"))
                .isFalse();
    }
}
