@NullMarked
package dev.twinset.contract;

import org.jspecify.annotations.NullMarked;
