package dev.twinset.vision.memory;

import org.bytedeco.javacpp.Pointer;

/**
 * Memory outside the Java heap, which neither the heap's limits nor its metrics show, bytes.
 *
 * @param network weights and arrays of the networks that are open
 * @param decoding what the images that are being decoded may take at their peak
 * @param scratch what JavaCPP has allocated besides, the search's products among it
 * @param resident physical memory of the whole process, its heap and mapped files included: what
 *     {@code org.bytedeco.javacpp.maxphysicalbytes} limits
 */
public record NativeUsage(long network, long decoding, long scratch, long resident) {
    /** Takes some microseconds: the operating system is asked. Any thread. */
    public static NativeUsage now() {
        return new NativeUsage(
                OffHeap.bytes(), NativeMemory.OF_PROCESS.usedBytes(), Pointer.totalBytes(), Pointer.physicalBytes());
    }
}
