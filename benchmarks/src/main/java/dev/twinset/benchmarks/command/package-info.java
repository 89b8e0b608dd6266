@NullMarked
package dev.twinset.benchmarks.command;

import org.jspecify.annotations.NullMarked;
