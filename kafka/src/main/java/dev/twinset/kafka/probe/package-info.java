/** What answers at a broker's address, and why a TLS handshake with it fails: for sentences that a person reads. */
@NullMarked
package dev.twinset.kafka.probe;

import org.jspecify.annotations.NullMarked;
