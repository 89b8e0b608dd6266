package dev.twinset.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gallery as people have it: a real broker, a worker in a process of its own, the page in Chromium. Pictures of
 * each view are left in {@code cli/target/screenshots}. The tests are nested because the build runs each class on its
 * own, in one of several JVMs: so they share one gallery.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before the first test
final class GalleryBrowserIT {
    @TempDir
    static Path directory;

    private static final BrowserGallery gallery = new BrowserGallery();

    @BeforeAll
    static void start() throws Exception {
        gallery.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        gallery.stop();
    }

    @BeforeEach
    void fresh() throws IOException, InterruptedException {
        gallery.fresh();
    }

    @AfterEach
    void nothingIsAmissOnThePage() {
        gallery.assertNoComplaints();
    }

    @Nested
    final class Questions extends PageQuestionTests {
        Questions() {
            super(gallery);
        }
    }

    @Nested
    final class Views extends PageViewTests {
        Views() {
            super(gallery);
        }
    }

    @Nested
    final class Access extends PageAccessTests {
        Access() {
            super(gallery);
        }
    }
}
