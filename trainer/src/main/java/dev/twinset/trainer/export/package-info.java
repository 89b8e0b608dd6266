@NullMarked
package dev.twinset.trainer.export;

import org.jspecify.annotations.NullMarked;
