@NullMarked
package dev.twinset.kafka;

import org.jspecify.annotations.NullMarked;
