@NullMarked
package dev.twinset.worker.search;

import org.jspecify.annotations.NullMarked;
