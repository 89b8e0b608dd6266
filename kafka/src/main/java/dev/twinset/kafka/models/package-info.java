/** Reads the topic of models to its end. */
@NullMarked
package dev.twinset.kafka.models;

import org.jspecify.annotations.NullMarked;
