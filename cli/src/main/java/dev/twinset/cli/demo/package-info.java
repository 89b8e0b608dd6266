/** {@code twinset demo}: Kafka, workers and traffic on this machine, and a check of every promise at the end. */
@NullMarked
package dev.twinset.cli.demo;

import org.jspecify.annotations.NullMarked;
