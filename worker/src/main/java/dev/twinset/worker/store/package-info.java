@NullMarked
package dev.twinset.worker.store;

import org.jspecify.annotations.NullMarked;
