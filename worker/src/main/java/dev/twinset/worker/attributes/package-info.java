@NullMarked
package dev.twinset.worker.attributes;

import org.jspecify.annotations.NullMarked;
