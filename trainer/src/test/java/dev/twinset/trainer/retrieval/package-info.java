@NullMarked
package dev.twinset.trainer.retrieval;

import org.jspecify.annotations.NullMarked;
