@NullMarked
package dev.twinset.trainer.command;

import org.jspecify.annotations.NullMarked;
