@NullMarked
package dev.twinset.producer.gallery;

import org.jspecify.annotations.NullMarked;
