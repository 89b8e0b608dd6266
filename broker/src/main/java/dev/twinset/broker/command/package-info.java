@NullMarked
package dev.twinset.broker.command;

import org.jspecify.annotations.NullMarked;
