/** One inspection of the Kafka cluster, and the checks of its state. */
@NullMarked
package dev.twinset.worker.preflight.cluster;

import org.jspecify.annotations.NullMarked;
