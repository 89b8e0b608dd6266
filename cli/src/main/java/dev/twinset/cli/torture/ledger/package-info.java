/**
 * The independent judge of a torture run: a process of its own that shares no code with the worker. It follows the
 * topics as any read_committed reader and holds what it saw against what was sent.
 */
@NullMarked
package dev.twinset.cli.torture.ledger;

import org.jspecify.annotations.NullMarked;
