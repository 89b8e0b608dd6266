@NullMarked
package dev.twinset.contract.result;

import org.jspecify.annotations.NullMarked;
