package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.PythonPeer;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The same images by OpenCV, PyTorch and NumPy, without Kafka; its rate is in images, of one turn with all of them. */
final class PlainPythonPeer {
    private PlainPythonPeer() {}

    /**
     * Starts it; empty if this Python lacks one of the three.
     *
     * @param directory for its files
     * @param features of other items that are in the store before
     */
    static Optional<PythonPeer> start(
            Path python, Path directory, ModelBundle model, List<byte[]> pictures, float[][] features, int threads)
            throws IOException {
        Path images = Files.createDirectory(directory.resolve("images"));
        for (int i = 0; i < pictures.size(); i++) {
            Files.write(images.resolve(String.valueOf(i)), pictures.get(i));
        }
        Path bundle = directory.resolve("model.twinset");
        model.write(bundle);
        Path stored = PythonPeer.write(directory.resolve("stored.f4"), Arrays.asList(features));
        return PythonPeer.start(
                python,
                directory,
                PlainPythonPeer.class,
                "plain_python_peer.py",
                threads,
                List.of(
                        bundle.toString(),
                        images.toString(),
                        stored.toString(),
                        String.valueOf(threads),
                        directory.toString()));
    }
}
