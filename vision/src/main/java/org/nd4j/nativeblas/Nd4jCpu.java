package org.nd4j.nativeblas;

/**
 * Deeplearning4j 1.0.0-M2.1 asks this class, by its name, whether oneDNN may be used, but the release moved it to
 * {@code org.nd4j.linalg.cpu.nativecpu.bindings}. Not finding it, its convolutions fall back to im2col, ten times
 * slower, with one line in the log. This one passes the question on. To be deleted with the next release.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** Called by reflection: names and signatures are the old class's. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {}

        public static Environment getInstance() {
            return INSTANCE;
        }

        public boolean isUseMKLDNN() {
            return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance()
                    .isUseONEDNN();
        }
    }
}
