@NullMarked
package dev.twinset.trainer.network;

import org.jspecify.annotations.NullMarked;
