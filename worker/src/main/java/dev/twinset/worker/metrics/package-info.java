@NullMarked
package dev.twinset.worker.metrics;

import org.jspecify.annotations.NullMarked;
