@NullMarked
package dev.twinset.console.fuzz;

import org.jspecify.annotations.NullMarked;
