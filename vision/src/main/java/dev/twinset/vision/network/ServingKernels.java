package dev.twinset.vision.network;

/**
 * By which code the network is computed.
 *
 * @param oneDnn whether convolutions run in oneDNN, directly or in ND4J; otherwise they take ten times as long
 * @param description a line for people
 */
public record ServingKernels(boolean oneDnn, String description) {
    @Override
    public String toString() {
        return description;
    }
}
