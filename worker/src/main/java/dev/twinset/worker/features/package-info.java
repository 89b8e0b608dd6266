@NullMarked
package dev.twinset.worker.features;

import org.jspecify.annotations.NullMarked;
