@NullMarked
package dev.twinset.trainer.embedding;

import org.jspecify.annotations.NullMarked;
