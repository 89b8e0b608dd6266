package dev.twinset.cli;

import static dev.twinset.cli.BrowserGallery.FIRST_ROW;
import static dev.twinset.cli.BrowserGallery.allShown;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page by keyboard, on a phone, in the dark, and with an id that is markup. {@link GalleryBrowserIT} runs it. */
abstract class PageAccessTests {
    private final BrowserGallery gallery;
    private final Browser browser;

    PageAccessTests(BrowserGallery gallery) {
        this.gallery = gallery;
        browser = gallery.browser();
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
        String id = gallery.item(12).id();
        browser.type(id.substring(0, id.length() - 1));
        browser.await("document.querySelectorAll('#found [role=option]').length > 1");
        browser.type(Keys.ARROW_DOWN);
        String chosen = browser.text("document.querySelector('#found [aria-selected=true]').textContent");
        browser.type(Keys.ENTER);
        gallery.awaitDetail(chosen);
        browser.type("/");
        browser.type("no-such-item");
        browser.await("document.querySelector('#found .none')");
        browser.type(Keys.ESCAPE);
        browser.await("document.getElementById('found').hidden && document.activeElement.id !== 'search'");
    }

    @Test
    void anIdIsTextWhateverItHolds() throws Exception {
        String hostile = "<img src=x onerror=document.title='hacked'>&\"'";
        gallery.upload(hostile, gallery.item(9).image());
        browser.await("[...document.querySelectorAll('.row')].some(row => row.dataset.id.startsWith('<img'))");
        browser.run("[...document.querySelectorAll('.row')].find(row => row.dataset.id.startsWith('<img'))"
                + ".querySelector('.subject').click()");
        gallery.awaitDetail(hostile);
        assertThat(browser.text("document.title")).isEqualTo(hostile + " · Twinset");
        assertThat(browser.is("document.querySelector('img[src=x]')")).isFalse();
    }

    @Test
    void aPhoneShowsAllOfItWithoutScrollingSideways() throws Exception {
        browser.phone();
        browser.await(allShown("#rows .row:first-child"));
        gallery.assertFits();
        browser.screenshot("phone");
        browser.run("location.hash = '#/item/" + gallery.item(42).id() + "'");
        gallery.awaitDetail(gallery.item(42).id());
        gallery.assertFits();
        browser.screenshot("phone-detail");
        browser.run("location.hash = '#/rejected'");
        browser.await("document.querySelector('#rejected-list li')");
        gallery.assertFits();
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
}
