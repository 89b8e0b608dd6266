/** What is said of items beside their images. */
@NullMarked
package dev.twinset.producer.attributes;

import org.jspecify.annotations.NullMarked;
