@NullMarked
package dev.twinset.catalog;

import org.jspecify.annotations.NullMarked;
