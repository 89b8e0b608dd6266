@NullMarked
package dev.twinset.contract.topic;

import org.jspecify.annotations.NullMarked;
