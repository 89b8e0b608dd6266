@NullMarked
package dev.twinset.kafka.errors;

import org.jspecify.annotations.NullMarked;
