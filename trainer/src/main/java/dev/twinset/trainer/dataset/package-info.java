@NullMarked
package dev.twinset.trainer.dataset;

import org.jspecify.annotations.NullMarked;
