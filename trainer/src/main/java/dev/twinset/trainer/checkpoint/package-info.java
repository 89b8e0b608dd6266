@NullMarked
package dev.twinset.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;
