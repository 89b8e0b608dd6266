/** Several benchmarks in one run, and what they are compared with later. */
@NullMarked
package dev.twinset.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
