@NullMarked
package dev.twinset.trainer.evaluate.figures;

import org.jspecify.annotations.NullMarked;
