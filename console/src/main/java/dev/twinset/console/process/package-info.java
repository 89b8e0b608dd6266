/** Servers that a command runs as processes of its own. */
@NullMarked
package dev.twinset.console.process;

import org.jspecify.annotations.NullMarked;
