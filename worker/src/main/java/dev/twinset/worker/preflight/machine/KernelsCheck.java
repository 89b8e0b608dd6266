package dev.twinset.worker.preflight.machine;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnForward;
import dev.twinset.vision.network.Dnnl;
import dev.twinset.vision.network.OpenBlas;
import dev.twinset.vision.network.OpenBlas.Instructions;
import dev.twinset.vision.network.ServingKernels;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.Text;
import java.util.Optional;
import java.util.Random;

/** Whether the native libraries load and run the fastest kernels of this processor: by running the network. */
public final class KernelsCheck {
    public static final String NAME = "kernels";

    /** The compiler needs part of it for the network's loops. */
    private static final long TRIAL_NANOS = 1_000_000_000;

    private KernelsCheck() {}

    public static Finding examine(ModelBundle bundle, RuntimeEnvironment runtime) {
        try (CnnForward network = CnnForward.open(bundle)) {
            return judge(
                    network.kernels(),
                    Dnnl.isUsable() ? Optional.empty() : Optional.of(OpenBlas.check()),
                    Instructions.ofThisMachine(),
                    imagesPerSecond(network, bundle.architecture().side()),
                    runtime.environment("OPENBLAS_CORETYPE"));
        } catch (RuntimeException | LinkageError e) {
            return Finding.failed(
                    NAME,
                    "the network cannot run: " + Text.of(e),
                    "the native libraries need glibc 2.17 or newer and a directory to unpack to that allows programs"
                            + " (-Dorg.bytedeco.javacpp.cachedir)");
        }
    }

    /**
     * @param openBlas empty if the search does not use it, but oneDNN
     * @param coreType OPENBLAS_CORETYPE; empty if it is not set
     */
    static Finding judge(
            ServingKernels kernels,
            Optional<OpenBlas> openBlas,
            Instructions processor,
            double imagesPerSecond,
            String coreType) {
        Notes notes = new Notes(NAME);
        if (!kernels.oneDnn()) {
            notes.fail(kernels.description(), "build with the profile of this platform: mvn verify says which");
        }
        openBlas.filter(used -> used.instructions() != Instructions.UNKNOWN
                        && used.instructions().compareTo(processor) < 0)
                .ifPresent(used -> notes.warn(
                        "OpenBLAS runs its kernels for " + used.core().orElse("?") + " (" + used.instructions()
                                + ") on a processor with " + processor + ": half the speed or less",
                        coreType.isEmpty()
                                ? "start with ./twinset, which sets OPENBLAS_CORETYPE; or set it to "
                                        + (processor == Instructions.AVX512 ? "SKYLAKEX" : "HASWELL")
                                : "OPENBLAS_CORETYPE=" + coreType + " chose them: unset it"));
        if (imagesPerSecond <= 0) {
            notes.fail("the network computes no feature from a picture", "copy the model again, or use another");
        }
        return notes.finding(kernels + "; search by "
                + openBlas.map(used -> "OpenBLAS " + used.core().orElse("of unknown kind"))
                        .orElse("oneDNN")
                + " on a processor with "
                + (processor == Instructions.UNKNOWN ? "unknown instructions" : processor) + ", "
                + Math.round(imagesPerSecond) + " images/s on one thread");
    }

    /** Of noise, decoding left out; 0 if no feature comes of it. */
    private static double imagesPerSecond(CnnForward network, int side) {
        byte[] noise = new byte[side * side * 3];
        new Random(1).nextBytes(noise);
        for (int slot = 0; slot < CnnForward.BATCH; slot++) {
            network.load(slot, noise, 0);
        }
        long fastest = Long.MAX_VALUE;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TRIAL_NANOS) {
            long start = System.nanoTime();
            network.run();
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        Extraction outcome = network.outcome(0);
        return outcome instanceof Extraction.Feature ? CnnForward.BATCH * 1e9 / fastest : 0;
    }
}
