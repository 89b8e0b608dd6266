@NullMarked
package dev.twinset.benchmarks.search;

import org.jspecify.annotations.NullMarked;
