package org.nd4j.nativeblas;

/**
 * The class by whose name Deeplearning4j 1.0.0-M2.1 asks, by reflection, whether oneDNN is there. ND4J moved it to
 * {@code org.nd4j.linalg.cpu.nativecpu.bindings}; without this one every layer falls back, with one line in the log, to
 * code that trains eight times slower.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {}

    /** The part that is asked. */
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
