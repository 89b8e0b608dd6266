@NullMarked
package dev.twinset.trainer.training;

import org.jspecify.annotations.NullMarked;
