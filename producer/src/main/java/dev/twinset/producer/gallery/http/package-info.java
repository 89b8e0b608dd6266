@NullMarked
package dev.twinset.producer.gallery.http;

import org.jspecify.annotations.NullMarked;
