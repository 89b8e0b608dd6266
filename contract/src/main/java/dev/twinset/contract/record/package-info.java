@NullMarked
package dev.twinset.contract.record;

import org.jspecify.annotations.NullMarked;
