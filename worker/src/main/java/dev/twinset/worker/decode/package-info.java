/** Which image made the process crash or hang while it was decoded, known after a restart. */
@NullMarked
package dev.twinset.worker.decode;

import org.jspecify.annotations.NullMarked;
