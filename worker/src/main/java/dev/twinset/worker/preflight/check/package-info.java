@NullMarked
package dev.twinset.worker.preflight.check;

import org.jspecify.annotations.NullMarked;
