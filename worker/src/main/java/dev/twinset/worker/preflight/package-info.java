/** What must hold before a worker starts, checked at its start, and by the doctor in full. */
@NullMarked
package dev.twinset.worker.preflight;

import org.jspecify.annotations.NullMarked;
