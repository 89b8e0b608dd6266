@NullMarked
package dev.twinset.cli;

import org.jspecify.annotations.NullMarked;
