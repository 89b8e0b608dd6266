@NullMarked
package dev.twinset.contract.option;

import org.jspecify.annotations.NullMarked;
