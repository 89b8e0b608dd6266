/** Checks of the search engine that holds the features. */
@NullMarked
package dev.twinset.worker.preflight.engine;

import org.jspecify.annotations.NullMarked;
