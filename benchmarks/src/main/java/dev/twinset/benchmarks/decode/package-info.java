@NullMarked
package dev.twinset.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
