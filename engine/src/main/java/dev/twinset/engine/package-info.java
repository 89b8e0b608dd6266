@NullMarked
package dev.twinset.engine;

import org.jspecify.annotations.NullMarked;
