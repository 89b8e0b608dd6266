@NullMarked
package dev.twinset.producer.answer;

import org.jspecify.annotations.NullMarked;
