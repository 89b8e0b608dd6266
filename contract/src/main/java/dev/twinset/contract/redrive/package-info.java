@NullMarked
package dev.twinset.contract.redrive;

import org.jspecify.annotations.NullMarked;
