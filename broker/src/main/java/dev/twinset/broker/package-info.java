@NullMarked
package dev.twinset.broker;

import org.jspecify.annotations.NullMarked;
