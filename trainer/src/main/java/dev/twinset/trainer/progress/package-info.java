@NullMarked
package dev.twinset.trainer.progress;

import org.jspecify.annotations.NullMarked;
