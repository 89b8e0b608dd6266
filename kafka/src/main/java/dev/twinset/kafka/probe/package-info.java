/** What answers at a broker's address: for sentences that a person reads. */
@NullMarked
package dev.twinset.kafka.probe;

import org.jspecify.annotations.NullMarked;
