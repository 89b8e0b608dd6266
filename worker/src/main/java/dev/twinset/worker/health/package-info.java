@NullMarked
package dev.twinset.worker.health;

import org.jspecify.annotations.NullMarked;
