@NullMarked
package dev.twinset.trainer.evaluate.page;

import org.jspecify.annotations.NullMarked;
