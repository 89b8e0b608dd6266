@NullMarked
package dev.twinset.vision.memory;

import org.jspecify.annotations.NullMarked;
