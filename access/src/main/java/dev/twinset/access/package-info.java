@NullMarked
package dev.twinset.access;

import org.jspecify.annotations.NullMarked;
