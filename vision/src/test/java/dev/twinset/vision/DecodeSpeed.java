package dev.twinset.vision;

import dev.twinset.vision.image.ImageDecoder;
import dev.twinset.vision.image.ImageLimits;
import dev.twinset.vision.image.ImageValidator;
import dev.twinset.vision.image.InvalidImageException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Run by hand: images per second of processor time of one thread, for JPEGs drawn here or those of a folder given as
 * the first argument; OpenCV's plain imdecode and resize are measured beside ours.
 */
public final class DecodeSpeed {
    private static final int SIDE = 80;
    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private interface Decoding {
        void of(byte[] image) throws InvalidImageException;
    }

    private DecodeSpeed() {}

    public static void main(String[] args) throws Exception {
        List<byte[]> images = args.length > 0 ? load(Path.of(args[0])) : drawn();
        System.out.printf(
                "%d images, mean %d bytes%n",
                images.size(), images.stream().mapToInt(image -> image.length).sum() / images.size());
        byte[] rgb = new byte[SIDE * SIDE * 3];
        try (ImageDecoder decoder = new ImageDecoder(SIDE, ImageLimits.DEFAULT);
                Size size = new Size(SIDE, SIDE);
                Mat small = new Mat()) {
            for (int round = 0; round < ROUNDS; round++) {
                double gate = rate(images, image -> ImageValidator.check(image, ImageLimits.DEFAULT));
                double ours = rate(images, image -> decoder.decode(image, rgb, 0));
                double plain = rate(images, image -> {
                    try (Mat input = new Mat(image);
                            Mat full = opencv_imgcodecs.imdecode(input, opencv_imgcodecs.IMREAD_COLOR)) {
                        opencv_imgproc.resize(full, small, size, 0, 0, opencv_imgproc.INTER_AREA);
                        small.data().get(rgb);
                    }
                });
                System.out.printf("gate %.0f, ours %.0f, imdecode and resize %.0f images/s%n", gate, ours, plain);
            }
        }
    }

    private static double rate(List<byte[]> images, Decoding decoding) throws InvalidImageException {
        long start = THREADS.getCurrentThreadCpuTime();
        int count = 0;
        long spent = 0;
        while (spent < 2_000_000_000L) {
            for (byte[] image : images) {
                decoding.of(image);
            }
            count += images.size();
            spent = THREADS.getCurrentThreadCpuTime() - start;
        }
        return count * 1e9 / spent;
    }

    private static List<byte[]> load(Path folder) throws IOException {
        List<byte[]> images = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().limit(500).toList()) {
                images.add(Files.readAllBytes(file));
            }
        }
        return images;
    }

    private static List<byte[]> drawn() throws IOException {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            images.add(Pictures.jpeg(Pictures.gradient(224, 224)));
        }
        return images;
    }
}
