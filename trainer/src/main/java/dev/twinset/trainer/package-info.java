@NullMarked
package dev.twinset.trainer;

import org.jspecify.annotations.NullMarked;
