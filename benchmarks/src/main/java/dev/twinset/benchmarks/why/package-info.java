@NullMarked
package dev.twinset.benchmarks.why;

import org.jspecify.annotations.NullMarked;
