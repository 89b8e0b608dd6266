@NullMarked
package dev.twinset.producer.gallery.index;

import org.jspecify.annotations.NullMarked;
