@NullMarked
package dev.twinset.worker.app;

import org.jspecify.annotations.NullMarked;
