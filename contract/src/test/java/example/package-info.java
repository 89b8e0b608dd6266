/** A program outside of Twinset: it may use what is public, and nothing else. */
@NullMarked
package example;

import org.jspecify.annotations.NullMarked;
