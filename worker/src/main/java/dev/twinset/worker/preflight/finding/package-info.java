/** What a check found, what is wrong, and what to do. */
@NullMarked
package dev.twinset.worker.preflight.finding;

import org.jspecify.annotations.NullMarked;
