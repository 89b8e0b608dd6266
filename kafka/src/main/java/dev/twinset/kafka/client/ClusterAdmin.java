package dev.twinset.kafka.client;

import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a cluster for its administration; each failure is one sentence. */
public final class ClusterAdmin implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClusterAdmin.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** After which it is worth finding out whether anybody is there. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final ClientErrors errors;
    private final Admin admin;
    private final TopicMetadata topics;

    public ClusterAdmin(Map<String, Object> clientConfig) throws IOException {
        errors = new ClientErrors(clientConfig);
        Optional<IOException> misfit = errors.misfit();
        if (misfit.isPresent()) {
            throw misfit.get();
        }
        try {
            admin = Admin.create(ClientSettings.admin(clientConfig));
        } catch (KafkaException e) {
            throw ClientErrors.unusable(clientConfig, e);
        }
        topics = new TopicMetadata(this);
    }

    /** Kafka's own name of the cluster, the same at each of its addresses. */
    public String id() throws IOException, InterruptedException {
        return await(admin.describeCluster().clusterId());
    }

    public int brokers() throws IOException, InterruptedException {
        return await(admin.describeCluster().nodes()).size();
    }

    public TopicMetadata topics() {
        return topics;
    }

    public Admin admin() {
        return admin;
    }

    /** @throws IOException if the brokers do not answer or refuse, in one sentence */
    public <T> T await(KafkaFuture<T> future) throws IOException, InterruptedException {
        return await(future, List.of());
    }

    /** @param needed rights that may be missing: brokers do not always say which one is */
    <T> T await(KafkaFuture<T> future, List<Right> needed) throws IOException, InterruptedException {
        try {
            return get(future);
        } catch (ExecutionException e) {
            throw errors.refusal(e, needed);
        }
    }

    /**
     * Waits for as long as somebody is there.
     *
     * @throws ExecutionException as the future: the caller knows what that means
     * @throws IOException if no broker is there
     */
    <T> T get(KafkaFuture<T> future) throws ExecutionException, IOException, InterruptedException {
        while (true) {
            try {
                return future.get(SLOW.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException slow) {
                if (!errors.isListening()) {
                    throw errors.absent(slow);
                }
                log.warn("Kafka at {} is slow to answer: waiting", errors.servers());
            }
        }
    }

    ClientErrors errors() {
        return errors;
    }

    @Override
    public void close() {
        admin.close(CLOSING);
    }
}
