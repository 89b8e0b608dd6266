/** {@code twinset model}: which models there are, and which one answers. */
@NullMarked
package dev.twinset.worker.models;

import org.jspecify.annotations.NullMarked;
