@NullMarked
package dev.twinset.contract.event;

import org.jspecify.annotations.NullMarked;
