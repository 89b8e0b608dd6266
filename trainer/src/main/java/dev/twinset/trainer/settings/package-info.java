@NullMarked
package dev.twinset.trainer.settings;

import org.jspecify.annotations.NullMarked;
