@NullMarked
package dev.twinset.producer.gallery.stream;

import org.jspecify.annotations.NullMarked;
