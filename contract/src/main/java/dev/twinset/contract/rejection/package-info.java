@NullMarked
package dev.twinset.contract.rejection;

import org.jspecify.annotations.NullMarked;
