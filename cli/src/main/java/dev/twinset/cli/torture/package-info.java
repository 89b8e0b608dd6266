/**
 * {@code twinset torture}: real brokers and workers, faults on purpose, and an independent ledger of what came back.
 */
@NullMarked
package dev.twinset.cli.torture;

import org.jspecify.annotations.NullMarked;
