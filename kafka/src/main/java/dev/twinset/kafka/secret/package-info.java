@NullMarked
package dev.twinset.kafka.secret;

import org.jspecify.annotations.NullMarked;
