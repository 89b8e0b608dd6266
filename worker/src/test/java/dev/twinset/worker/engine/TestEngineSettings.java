package dev.twinset.worker.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of an engine in a test, which names only those that it is about. */
public final class TestEngineSettings {
    private final List<URI> addresses;
    private Optional<String> user = Optional.empty();
    private Optional<Path> passwordFile = Optional.empty();
    private Optional<Path> caFile = Optional.empty();
    private String indexPrefix = "test";
    private int shards = 2;
    private int replicas;
    private int candidates = 20;
    private boolean exact;
    private Duration refresh = Duration.ofSeconds(1);
    private Duration timeout = Duration.ofMinutes(1);
    private int bulkBytes = 100_000;
    private int tailItems = 1_000_000;

    private TestEngineSettings(List<URI> addresses) {
        this.addresses = addresses;
    }

    public static TestEngineSettings at(URI... addresses) {
        return new TestEngineSettings(List.of(addresses));
    }

    public EngineSettings build() {
        return new EngineSettings(
                addresses,
                user,
                passwordFile,
                caFile,
                indexPrefix,
                shards,
                replicas,
                candidates,
                exact,
                refresh,
                timeout,
                bulkBytes,
                tailItems);
    }

    TestEngineSettings user(Optional<String> name, Optional<Path> password) {
        user = name;
        passwordFile = password;
        return this;
    }

    TestEngineSettings authority(Optional<Path> certificates) {
        caFile = certificates;
        return this;
    }

    public TestEngineSettings index(String prefix, int shardCount, int replicaCount) {
        indexPrefix = prefix;
        shards = shardCount;
        replicas = replicaCount;
        return this;
    }

    TestEngineSettings candidates(int count) {
        candidates = count;
        return this;
    }

    /** Every vector is compared, so that answers can be repeated. */
    public TestEngineSettings exact() {
        exact = true;
        return this;
    }

    public TestEngineSettings times(Duration betweenRefreshes, Duration ofRequest) {
        refresh = betweenRefreshes;
        timeout = ofRequest;
        return this;
    }

    TestEngineSettings bulkBytes(int bytes) {
        bulkBytes = bytes;
        return this;
    }

    public TestEngineSettings tailItems(int items) {
        tailItems = items;
        return this;
    }
}
