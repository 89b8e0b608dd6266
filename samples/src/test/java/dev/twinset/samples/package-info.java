@NullMarked
package dev.twinset.samples;

import org.jspecify.annotations.NullMarked;
