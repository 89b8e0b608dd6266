@NullMarked
package dev.twinset.producer.rejected;

import org.jspecify.annotations.NullMarked;
