@NullMarked
package dev.twinset.producer.command;

import org.jspecify.annotations.NullMarked;
