@NullMarked
package dev.twinset.trainer.evaluate.baseline;

import org.jspecify.annotations.NullMarked;
