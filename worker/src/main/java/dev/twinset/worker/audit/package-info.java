/** What was published, looked at again from the log. Nothing here is written to Kafka. */
@NullMarked
package dev.twinset.worker.audit;

import org.jspecify.annotations.NullMarked;
