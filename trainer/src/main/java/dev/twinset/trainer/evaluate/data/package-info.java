@NullMarked
package dev.twinset.trainer.evaluate.data;

import org.jspecify.annotations.NullMarked;
