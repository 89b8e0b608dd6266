@NullMarked
package dev.twinset.trainer.validation;

import org.jspecify.annotations.NullMarked;
