/** Keeps the latest answer of every item right: which items a change concerns, and what was last published of each. */
@NullMarked
package dev.twinset.worker.standing;

import org.jspecify.annotations.NullMarked;
