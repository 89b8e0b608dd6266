@NullMarked
package dev.twinset.producer;

import org.jspecify.annotations.NullMarked;
