@NullMarked
package dev.twinset.producer.publish;

import org.jspecify.annotations.NullMarked;
