package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.ExtractionListener;
import dev.twinset.vision.Models;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageFault;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.memory.NativeUsage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class CnnFeatureExtractorTest {
    private static final byte[] BAD = {'n', 'o'};

    private final ModelBundle model = Models.random(Models.SMALL, 1);

    @Test
    void itReportsItsModelAndDimension() {
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 1)) {
            assertThat(extractor.modelId()).isEqualTo(model.modelId());
            assertThat(extractor.dimension()).isEqualTo(24);
            assertThat(extractor.extract(List.of())).isEmpty();
        }
    }

    @Test
    void aThousandImagesKeepTheirOrderAndTheirBits() {
        List<byte[]> few = images(30);
        try (CnnFeatureExtractor one = CnnFeatureExtractor.open(model, 1);
                CnnFeatureExtractor three = CnnFeatureExtractor.open(model, 3)) {
            List<float[]> oneByOne = new ArrayList<>();
            for (byte[] image : few) {
                oneByOne.add(vector(one.extract(List.of(image)).get(0)));
            }
            List<byte[]> many = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                many.add(few.get(i * 7 % few.size()));
            }
            List<Extraction> outcomes = three.extract(many);
            assertThat(outcomes).hasSize(1000);
            for (int i = 0; i < 1000; i++) {
                assertThat(vector(outcomes.get(i))).isEqualTo(oneByOne.get(i * 7 % few.size()));
            }
            assertThat(oneByOne.get(0)).isNotEqualTo(oneByOne.get(1));
        }
    }

    @Test
    void badImagesAreRefusedInTheirPlace() {
        Random random = new Random(2);
        List<byte[]> good = images(20);
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 2)) {
            List<Extraction> expected = extractor.extract(good);
            List<byte[]> mixed = new ArrayList<>();
            List<Integer> origin = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                origin.add(random.nextInt(3) == 0 ? -1 : random.nextInt(good.size()));
                mixed.add(origin.get(i) < 0 ? BAD : good.get(origin.get(i)));
            }
            List<Extraction> outcomes = extractor.extract(mixed);
            for (int i = 0; i < mixed.size(); i++) {
                if (origin.get(i) < 0) {
                    Extraction.Refused refused = (Extraction.Refused) outcomes.get(i);
                    assertThat(refused.fault()).isEqualTo(ImageFault.UNSUPPORTED_FORMAT);
                    assertThat(refused.detail()).isNotBlank();
                } else {
                    assertThat(vector(outcomes.get(i))).isEqualTo(vector(expected.get(origin.get(i))));
                }
            }
        }
    }

    @Test
    void aListenerHearsOfEveryImageAndOfEveryPass() {
        LongAdder decoded = new LongAdder();
        LongAdder forwarded = new LongAdder();
        ExtractionListener listener = new ExtractionListener() {
            @Override
            public void decoded(long nanos) {
                assertThat(nanos).isPositive();
                decoded.increment();
            }

            @Override
            public void forwarded(int images, long nanos) {
                assertThat(nanos).isPositive();
                assertThat(images).isBetween(1, CnnForward.BATCH);
                forwarded.add(images);
            }
        };
        List<byte[]> mixed = new ArrayList<>(images(40));
        mixed.addAll(Collections.nCopies(10, BAD));
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 2, ImageLimits.DEFAULT, listener)) {
            extractor.extract(mixed);
        }

        assertThat(decoded.sum()).isEqualTo(50);
        assertThat(forwarded.sum()).isEqualTo(40);
    }

    @Test
    void whatANetworkHoldsOutsideTheHeapIsCountedUntilItIsClosed() {
        long before = NativeUsage.now().network();
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 2)) {
            assertThat(extractor.dimension()).isPositive();
            assertThat(NativeUsage.now().network()).isGreaterThan(before + 100_000);
        }
        NativeUsage after = NativeUsage.now();
        assertThat(after.network()).isEqualTo(before);
        assertThat(after.decoding()).isZero();
        assertThat(after.resident()).isGreaterThan(1 << 20);
    }

    @Test
    void onlyBadImagesAreAllRefused() {
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 2)) {
            assertThat(extractor.extract(Collections.nCopies(100, BAD)))
                    .hasSize(100)
                    .allMatch(Extraction.Refused.class::isInstance);
        }
    }

    @Test
    void itsOwnLimitsHold() {
        byte[] image = images(1).get(0);
        ImageLimits all = ImageLimits.DEFAULT;
        ImageLimits tight = new ImageLimits(
                image.length - 1, all.maxSide(), all.maxPixels(), all.maxProgressivePixels(), all.maxScans());
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 1, tight, ExtractionListener.NONE)) {
            assertThat(extractor.extract(List.of(image)).get(0))
                    .isInstanceOfSatisfying(
                            Extraction.Refused.class,
                            refused -> assertThat(refused.fault()).isEqualTo(ImageFault.TOO_MANY_BYTES));
        }
    }

    @Test
    void aFailureWithoutAFaultyImageFailsTheCallAndNotTheNext() {
        ExtractionJob job = new ExtractionJob(images(40));
        ServingWeights weights = ServingWeights.open(model);
        ExtractionLane lane = new ExtractionLane(model, weights, ImageLimits.DEFAULT, ExtractionListener.NONE);
        lane.close(); // represents any native failure

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> job.runOn(lane));
        assertThatIllegalStateException()
                .isThrownBy(job::throwFailure)
                .withMessageStartingWith("extraction failed: ")
                .withCauseInstanceOf(RuntimeException.class);
        weights.close();
    }

    @Test
    void anInterruptedCallEndsAndTheNextOneWorks() {
        List<byte[]> images = images(3);
        try (CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 2)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> extractor.extract(Collections.nCopies(5_000, images.get(0))));
            assertThat(Thread.interrupted()).isTrue();

            assertThat(extractor.extract(images)).hasSize(3).allMatch(Extraction.Feature.class::isInstance);
        }
    }

    @Test
    void itClosesTwiceAndThenRefusesToWork() {
        CnnFeatureExtractor extractor = CnnFeatureExtractor.open(model, 2);
        extractor.extract(images(1));
        extractor.close();
        extractor.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> extractor.extract(images(1)))
                .withMessage("extractor is closed");
    }

    @Test
    void itNeedsAThread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CnnFeatureExtractor.open(model, 0))
                .withMessage("threads is 0, expected at least 1");
    }

    private static float[] vector(Extraction outcome) {
        return ((Extraction.Feature) outcome).vector();
    }

    /** Different JPEG images. */
    private static List<byte[]> images(int count) {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(60, 80, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(Color.getHSBColor(i / (float) count, 0.8f, 0.9f));
            pen.fillOval(i % 20, i / 2, 40, 30);
            pen.dispose();
            images.add(jpeg(image));
        }
        return images;
    }

    private static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
