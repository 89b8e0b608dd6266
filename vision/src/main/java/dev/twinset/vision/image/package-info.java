@NullMarked
package dev.twinset.vision.image;

import org.jspecify.annotations.NullMarked;
