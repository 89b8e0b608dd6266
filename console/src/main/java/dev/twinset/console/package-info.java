/** What all commands share; nothing of ours is imported here. */
@NullMarked
package dev.twinset.console;

import org.jspecify.annotations.NullMarked;
