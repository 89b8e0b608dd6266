@NullMarked
package dev.twinset.kafka.client;

import org.jspecify.annotations.NullMarked;
