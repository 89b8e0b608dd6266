@NullMarked
package dev.twinset.trainer.io;

import org.jspecify.annotations.NullMarked;
