@NullMarked
package dev.twinset.benchmarks;

import org.jspecify.annotations.NullMarked;
