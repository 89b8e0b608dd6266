@NullMarked
package dev.twinset.worker.pipeline;

import org.jspecify.annotations.NullMarked;
