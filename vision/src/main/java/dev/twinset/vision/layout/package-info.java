/** Vectors laid out in the plane, for people to look at. */
@NullMarked
package dev.twinset.vision.layout;

import org.jspecify.annotations.NullMarked;
