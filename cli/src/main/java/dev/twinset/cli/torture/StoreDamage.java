package dev.twinset.cli.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What can happen to the files of a worker that does not run. */
@FunctionalInterface
interface StoreDamage {
    /** Bits of each file of vectors that are flipped. */
    int FLIPS = 50;

    /** @param directory the worker's data directory */
    void to(Path directory) throws IOException;

    /** Every file is gone. */
    static StoreDamage deletion() {
        return directory -> {
            for (Path file : files(directory)) {
                Files.delete(file);
            }
        };
    }

    /** Some file of the store is cut anywhere. */
    static StoreDamage truncation(Random random) {
        return directory -> {
            List<Path> files = files(directory.resolve("features"));
            Path any = files.get(random.nextInt(files.size()));
            try (FileChannel channel = FileChannel.open(any, StandardOpenOption.WRITE)) {
                channel.truncate((long) (random.nextDouble() * channel.size()));
            }
        };
    }

    /**
     * Bits of the vectors, where nothing but a checksum shows the damage; with a damaged manifest the whole store would
     * be dropped.
     */
    static StoreDamage flippedBits(Random random) {
        return directory -> {
            for (Path file : files(directory.resolve("features"))) {
                if (file.toString().endsWith(".vec.npy")) {
                    for (int i = 0; i < FLIPS; i++) {
                        flip(file, random);
                    }
                }
            }
        };
    }

    private static void flip(Path file, Random random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() == 0) {
                return;
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            long at = 0;
            // a store's files end in holes, where nothing can be damaged
            for (int attempt = 0; attempt < 10_000 && one.get(0) == 0; attempt++) {
                at = (long) (random.nextDouble() * channel.size());
                channel.read(one.clear(), at);
            }
            one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8))).rewind();
            channel.write(one, at);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }
}
