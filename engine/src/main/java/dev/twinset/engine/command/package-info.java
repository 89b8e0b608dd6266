@NullMarked
package dev.twinset.engine.command;

import org.jspecify.annotations.NullMarked;
