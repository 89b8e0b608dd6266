@NullMarked
package dev.twinset.trainer.augmentation;

import org.jspecify.annotations.NullMarked;
