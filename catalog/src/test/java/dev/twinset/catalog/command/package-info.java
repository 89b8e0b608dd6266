@NullMarked
package dev.twinset.catalog.command;

import org.jspecify.annotations.NullMarked;
