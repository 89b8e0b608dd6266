package dev.twinset.worker.kafka;

import dev.twinset.console.FailureText;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.worker.engine.EngineException;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.reference.ImageStoreException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** The one place that decides which failures end the worker, and which are worth another try. */
final class ErrorClassifier {
    private ErrorClassifier() {}

    /** True if the client itself is beyond use, or what it may do will not change by waiting. */
    static boolean fatal(KafkaException e) {
        return e instanceof ProducerFencedException
                || e instanceof FencedInstanceIdException
                || KafkaErrors.isRefusal(e) // wrapped, when a transaction could not go on for it
                || e instanceof UnsupportedVersionException;
    }

    /** True if reading and processing the same events again may succeed. */
    static boolean isTransient(Throwable t) {
        return t instanceof ImageStoreException
                || t instanceof EngineUnavailableException
                || t instanceof UnknownServingModelException
                || (t instanceof KafkaException e && !fatal(e));
    }

    /** A fault that ends the worker; empty if the batch should be read again. */
    static Optional<WorkerException> fatal(Throwable t) {
        if (t instanceof WorkerException fault) {
            return Optional.of(fault);
        }
        if (isTransient(t)) {
            return Optional.empty();
        }
        if (t instanceof EngineException) {
            return Optional.of(new WorkerException(String.valueOf(t.getMessage()), t));
        }
        String kind = t instanceof ApiException ? "Kafka refuses: " : "";
        return Optional.of(new WorkerException(kind + FailureText.of(t), t));
    }
}
