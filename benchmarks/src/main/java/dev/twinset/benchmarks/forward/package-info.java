@NullMarked
package dev.twinset.benchmarks.forward;

import org.jspecify.annotations.NullMarked;
