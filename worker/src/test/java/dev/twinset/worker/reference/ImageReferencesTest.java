package dev.twinset.worker.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ImageReferencesTest {
    private final Store store = new Store();
    private final ImageReferences references = new ImageReferences(Optional.of(store), Duration.ofSeconds(1));

    @AfterEach
    void close() {
        store.released.countDown();
        references.close();
    }

    @Test
    void eachHasItsOutcomeInOrder() {
        List<ImageReferences.Outcome> outcomes = references.read(Stream.of("a", "missing", "b")
                .map(ImageReferencesTest::reference)
                .toList());

        assertThat(outcomes.get(0).image()).isEqualTo("a".getBytes(UTF_8));
        assertThat(outcomes.get(0).rejection()).isEmpty();
        assertThat(reason(outcomes.get(1))).isEqualTo(RejectionReason.REF_NOT_FOUND);
        assertThat(outcomes.get(2).image()).isEqualTo("b".getBytes(UTF_8));
    }

    @Test
    void anotherImageThanTheEventMeansIsRefused() {
        ImageReference other = new ImageReference("a", Optional.of("0".repeat(64)));

        assertThat(reason(references.read(List.of(other)).get(0))).isEqualTo(RejectionReason.CHECKSUM_MISMATCH);
    }

    @Test
    void whatIsLateIsItsOwnFaultWhileTheStoreAnswers() {
        List<ImageReferences.Outcome> outcomes = references.read(List.of(reference("late"), reference("a")));

        assertThat(reason(outcomes.get(0))).isEqualTo(RejectionReason.REF_TIMEOUT);
        assertThat(outcomes.get(1).rejection()).isEmpty();
    }

    /** As from a store that has just come back. */
    @Test
    void whatIsLateOnceIsReadAgain() {
        List<ImageReferences.Outcome> outcomes =
                references.read(List.of(reference("a"), reference("late once"), reference("missing")));

        assertThat(outcomes.get(1).image()).isEqualTo("late once".getBytes(UTF_8));
        assertThat(reason(outcomes.get(2))).isEqualTo(RejectionReason.REF_NOT_FOUND);
    }

    @Test
    void whatIsLateIsTheStoresFaultIfThatDoesNotAnswerEither() {
        store.silent = true;
        assertThatThrownBy(() -> references.read(List.of(reference("late"), reference("a"))))
                .isInstanceOf(ImageStoreException.class)
                .hasMessage("the test's store does not answer within 1000 ms");
    }

    @Test
    void readsThatStillHangBlameNoOtherImage() {
        assertThat(references.read(four("late")))
                .extracting(ImageReferencesTest::reason)
                .containsOnly(RejectionReason.REF_TIMEOUT);
        assertThatThrownBy(() -> references.read(four("late")))
                .isInstanceOf(ImageStoreException.class)
                .hasMessage("earlier reads from the test's store still hang");
        store.released.countDown();
        assertThat(references.read(List.of(reference("a"))).get(0).rejection()).isEmpty();
    }

    @Test
    void aStoreThatFailsRejectsNothing() {
        assertThatThrownBy(() -> references.read(List.of(reference("missing"), reference("broken"))))
                .isInstanceOf(ImageStoreException.class)
                .hasMessage("the store is on fire");
    }

    @Test
    void withoutAStoreTheRefusalNamesTheSettings() {
        try (ImageReferences off = ImageReferences.off()) {
            Rejection rejection =
                    off.read(List.of(reference("a"))).get(0).rejection().orElseThrow();

            assertThat(rejection.reason()).isEqualTo(RejectionReason.REF_FORBIDDEN);
            assertThat(rejection.detail())
                    .contains("references are off", "references.directory", "references.s3.endpoint");
        }
    }

    private static List<ImageReference> four(String key) {
        return Stream.generate(() -> reference(key))
                .limit(ImageReferences.AT_ONCE)
                .toList();
    }

    private static ImageReference reference(String key) {
        return new ImageReference(key, Optional.empty());
    }

    private static RejectionReason reason(ImageReferences.Outcome outcome) {
        return outcome.rejection().orElseThrow().reason();
    }

    /** An image is its key. */
    private static final class Store implements ImageSource {
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean silent;
        private volatile boolean lateOnce;

        @Override
        public byte[] read(String key) throws IOException, RejectedEventException {
            switch (key) {
                case "missing" -> throw ImageSource.refusal(RejectionReason.REF_NOT_FOUND, key, "does not exist");
                case "broken" -> throw new IOException("the store is on fire");
                case "late" -> hang();
                case "late once" -> {
                    if (!lateOnce) {
                        lateOnce = true;
                        hang();
                    }
                }
                default -> {}
            }
            return key.getBytes(UTF_8);
        }

        @Override
        public void check() {
            if (silent) {
                hang();
            }
        }

        /** As a read from a dead network folder does, which no interrupt ends. */
        private void hang() {
            while (true) {
                try {
                    released.await();
                    return;
                } catch (InterruptedException e) {
                    // stays
                }
            }
        }

        @Override
        public String toString() {
            return "the test's store";
        }

        @Override
        public void close() {}
    }
}
