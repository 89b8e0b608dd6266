@NullMarked
package dev.twinset.worker.kafka;

import org.jspecify.annotations.NullMarked;
