/** Images that events refer to: a mounted folder or a bucket. */
@NullMarked
package dev.twinset.worker.reference;

import org.jspecify.annotations.NullMarked;
