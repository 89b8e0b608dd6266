/** The features in a distributed search engine, for catalogues that one machine cannot hold. */
@NullMarked
package dev.twinset.worker.engine;

import org.jspecify.annotations.NullMarked;
