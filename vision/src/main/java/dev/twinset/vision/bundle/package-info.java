@NullMarked
package dev.twinset.vision.bundle;

import org.jspecify.annotations.NullMarked;
