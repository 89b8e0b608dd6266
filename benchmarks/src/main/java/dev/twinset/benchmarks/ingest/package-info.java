@NullMarked
package dev.twinset.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
