package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ErrorClassifierTest {
    @Test
    void whatReadingAgainCanMendIsTransient() {
        assertThat(ErrorClassifier.isTransient(new CommitFailedException("a rebalance")))
                .isTrue();
        assertThat(ErrorClassifier.isTransient(new InvalidProducerEpochException("aborted")))
                .isTrue();
        assertThat(ErrorClassifier.isTransient(new TimeoutException("no broker")))
                .isTrue();
        assertThat(ErrorClassifier.fatal((Throwable) new TimeoutException("no broker")))
                .isEmpty();
    }

    @Test
    void aFencedProducerAndARefusalEndTheWorker() {
        assertThat(ErrorClassifier.isTransient(new ProducerFencedException("newer")))
                .isFalse();
        assertThat(ErrorClassifier.isTransient(new TopicAuthorizationException("images")))
                .isFalse();
        assertThat(ErrorClassifier.isTransient(new KafkaException(new TopicAuthorizationException("images"))))
                .as("wrapped")
                .isFalse();
        assertThat(ErrorClassifier.fatal((Throwable) new ProducerFencedException("newer")))
                .hasValueSatisfying(fault -> assertThat(fault).hasMessage("Kafka refuses: newer"));
    }

    @Test
    void anythingThatIsNotKafkasEndsTheWorkerWithItsName() {
        assertThat(ErrorClassifier.isTransient(new OutOfMemoryError("heap"))).isFalse();
        assertThat(ErrorClassifier.fatal(new IllegalStateException("broken")))
                .hasValueSatisfying(fault -> assertThat(fault).hasMessage("broken"));
    }

    @Test
    void aWorkersOwnSentenceIsKept() {
        WorkerException own = new WorkerException("the disk is full");
        assertThat(ErrorClassifier.fatal((Throwable) own)).containsSame(own);
    }
}
