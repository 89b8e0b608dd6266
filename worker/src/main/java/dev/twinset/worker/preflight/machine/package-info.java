/** Checks of the machine and its files: JVM, memory, model, kernels, disk, store, port. */
@NullMarked
package dev.twinset.worker.preflight.machine;

import org.jspecify.annotations.NullMarked;
