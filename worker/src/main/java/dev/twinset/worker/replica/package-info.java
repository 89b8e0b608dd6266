@NullMarked
package dev.twinset.worker.replica;

import org.jspecify.annotations.NullMarked;
