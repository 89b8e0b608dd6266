@NullMarked
package dev.twinset.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
