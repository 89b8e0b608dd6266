package dev.twinset.worker.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD) // what opens a pipe hears no interrupt
final class FolderImagesTest {
    private static final int LARGEST = 8 << 20;

    @TempDir
    private Path directory;

    private Path root;
    private FolderImages images;

    @BeforeEach
    void fill() throws IOException {
        root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("shop/a b"));
        Files.writeString(root.resolve("shop/a b/ü.jpg"), "image");
        Files.writeString(directory.resolve("secret"), "outside");
        images = new FolderImages(root);
    }

    @Test
    void aFileBelowTheFolderIsRead() throws Exception {
        assertThat(images.read("shop/a b/ü.jpg")).isEqualTo("image".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop/none.jpg",
                "none/a.jpg",
                "shop/a b/ü.jpg/x",
                "%2e%2e/secret",
                "..%2fsecret",
                "shop/a%20b/ü.jpg",
                "shop\\a b"
            })
    void whatIsNotThereIsNotFound(String key) {
        assertThat(reason(key)).isEqualTo(RejectionReason.REF_NOT_FOUND);
    }

    @Test
    void aNameThatNoFileCanHaveIsNotFound() {
        assertThat(reason("shop/" + "x".repeat(300))).isEqualTo(RejectionReason.REF_NOT_FOUND);
        assertThat(reason("é".repeat(128))).isEqualTo(RejectionReason.REF_NOT_FOUND);
    }

    @Test
    void noLinkIsFollowedWhereverItLeads() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), directory.resolve("secret"));
        Files.createSymbolicLink(root.resolve("in"), root.resolve("shop/a b/ü.jpg"));
        Files.createSymbolicLink(root.resolve("up"), directory);
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        Files.createSymbolicLink(root.resolve("broken"), root.resolve("nothing"));

        for (String key : new String[] {"out", "in", "up/secret", "up", "loop", "broken"}) {
            assertThat(reason(key)).as(key).isEqualTo(RejectionReason.REF_FORBIDDEN);
        }
    }

    @Test
    void aFileThatTheWorkerMayNotReadIsRejected() throws Exception {
        Path file = root.resolve("shop/private.jpg");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(Set.of()));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        assertThat(reason("shop/private.jpg")).isEqualTo(RejectionReason.REF_FORBIDDEN);
    }

    @Test
    void theFolderItselfMayBeALink() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("mounted"), root);

        assertThat(new FolderImages(link).read("shop/a b/ü.jpg")).hasSize(5);
    }

    @Test
    void aKeyThatSomebodyLetThroughDoesNotLeaveTheFolder() {
        assertThat(reason("../secret")).isEqualTo(RejectionReason.REF_FORBIDDEN);
    }

    @Test
    void aFolderIsNoImage() {
        assertThat(reason("shop")).isEqualTo(RejectionReason.REF_FORBIDDEN);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceIsNotOpened() {
        images = new FolderImages(Path.of("/dev"));

        assertThat(reason("zero")).isEqualTo(RejectionReason.REF_FORBIDDEN);
        assertThat(reason("random")).isEqualTo(RejectionReason.REF_FORBIDDEN);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeOrASocketIsNotOpened() throws Exception {
        Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));

            assertThat(reason("pipe")).isEqualTo(RejectionReason.REF_FORBIDDEN);
            assertThat(reason("socket")).isEqualTo(RejectionReason.REF_FORBIDDEN);
        }
    }

    @Test
    void anImageHasAtMost8MiB() throws Exception {
        Files.write(root.resolve("largest"), new byte[LARGEST]);
        Files.write(root.resolve("larger"), new byte[LARGEST + 1]);

        assertThat(images.read("largest")).hasSize(LARGEST);
        assertThat(reason("larger")).isEqualTo(RejectionReason.REF_TOO_LARGE);
    }

    /** As a file that grows while it is read: no size that was announced counts. */
    @Test
    void readingEndsAtTheLimitAlsoWhereTheFileDoesNot() {
        InputStream endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] part, int from, int count) {
                given += count;
                assertThat(given).as("read far beyond the limit").isLessThan(LARGEST + (1 << 20));
                return count;
            }
        };

        RejectedEventException e =
                catchThrowableOfType(RejectedEventException.class, () -> ImageSource.readAll(endless, "grows"));

        assertThat(e.rejection().reason()).isEqualTo(RejectionReason.REF_TOO_LARGE);
        assertThat(e.rejection().detail())
                .isEqualTo("image \"grows\" is larger than 8388608 bytes (8 MiB), the largest");
    }

    @Test
    void anInterruptEndsARead() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ImageSource.readAll(new ByteArrayInputStream(new byte[10]), "a"))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aFolderThatIsNotThereIsNoImagesFault() throws Exception {
        Files.move(root, directory.resolve("away"));

        assertThatThrownBy(() -> images.read("shop/a b/ü.jpg"))
                .isInstanceOf(IOException.class)
                .hasMessage("references.directory " + root + " does not exist");
        assertThatThrownBy(images::check).isInstanceOf(IOException.class);

        Files.createDirectory(root); // a mount point without its file system
        assertThatThrownBy(() -> images.read("shop/a b/ü.jpg"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty, as if it were not mounted");
        assertThatThrownBy(images::check).isInstanceOf(IOException.class);

        Files.delete(root);
        Files.writeString(root, "a file");
        assertThatThrownBy(() -> images.read("shop/a b/ü.jpg")).isInstanceOf(IOException.class);
        assertThatThrownBy(images::check).isInstanceOf(IOException.class);
    }

    @Test
    void aFolderWithFilesAnswers() {
        assertThatCode(images::check).doesNotThrowAnyException();
    }

    private RejectionReason reason(String key) {
        RejectedEventException e = catchThrowableOfType(RejectedEventException.class, () -> images.read(key));
        assertThat(e).as(key).isNotNull();
        return e.rejection().reason();
    }
}
