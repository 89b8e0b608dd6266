@NullMarked
package dev.twinset.contract.feature;

import org.jspecify.annotations.NullMarked;
