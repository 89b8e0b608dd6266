@NullMarked
package dev.twinset.vision;

import org.jspecify.annotations.NullMarked;
