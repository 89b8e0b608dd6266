@NullMarked
package dev.twinset.producer.topics;

import org.jspecify.annotations.NullMarked;
