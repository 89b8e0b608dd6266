package dev.twinset.worker.app;

import static dev.twinset.worker.app.AllowedValues.TRUE_OR_FALSE;
import static dev.twinset.worker.app.AllowedValues.range;
import static dev.twinset.worker.app.AllowedValues.text;

import dev.twinset.worker.engine.EngineSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code search.engine} and the settings of that engine. */
final class EngineConfig {
    private static final String LOCAL = "local";
    private static final String ADDRESSES = "https?://[^/?#@,\\s]+/?(\\s*,\\s*https?://[^/?#@,\\s]+/?)*";
    private static final int BULK_BYTES = 5 << 20;

    private EngineConfig() {}

    static void define(Settings settings) {
        settings.add(
                "search.engine",
                LOCAL,
                text("local or opensearch", LOCAL + "|opensearch"),
                "Where features are searched: in a copy that each worker keeps, or in an OpenSearch cluster that all share.");
        settings.add(
                "engine.addresses",
                "http://localhost:9200",
                text("http:// or https:// with a host and perhaps a port, separated by commas", ADDRESSES),
                "The cluster; a request goes to another address if one does not answer.");
        settings.add("engine.username", "", text("a name, or empty", ".*"), "User of the cluster; empty for none.");
        settings.add("engine.password.file", "", text("a file, or empty", ".*"), "File with that user's password.");
        settings.add(
                "engine.ca.file",
                "",
                text("a PEM file, or empty", ".*"),
                "Certificates that the cluster's is checked against; empty for those of Java.");
        settings.add(
                "engine.index.prefix",
                "twinset",
                text("lower-case letters, digits and hyphens, a letter first", "[a-z][a-z0-9-]{0,63}"),
                "What the names of its indices begin with; the model's id and the changelog's follow.");
        settings.add("engine.shards", 1, range(1, 1024, "shards"), "Shards of an index that is created.");
        settings.add(
                "engine.replicas", 1, range(0, 10, "replicas"), "Replicas of each shard of an index that is created.");
        settings.add(
                "engine.candidates",
                150,
                range(5, 1000, "items"),
                "How many items the cluster keeps while it walks the graph of vectors; with more it misses fewer.");
        settings.add(
                "engine.exact",
                "false",
                TRUE_OR_FALSE,
                "Whether the cluster compares every vector: slow, and answers are then those of search.engine=local.");
        settings.add(
                "engine.refresh.ms",
                1000,
                range(100, 60_000, "ms"),
                "How often the cluster shows what was written; workers hold what is newer.");
        settings.add(
                "engine.timeout.ms", 5000, range(100, 300_000, "ms"), "How long the cluster may take for a request.");
        settings.add(
                "engine.tail.items",
                50_000,
                range(1, 10_000_000, "items"),
                "Most changes that a worker holds because the cluster does not show them yet; beyond that answers wait.");
    }

    /** The search engine that holds the features; empty if each worker does. */
    static Optional<EngineSettings> read(SettingValues values) {
        if (values.getString("search.engine").equals(LOCAL)) {
            return Optional.empty();
        }
        return Optional.of(new EngineSettings(
                Stream.of(values.getString("engine.addresses").split(","))
                        .map(address -> URI.create(address.strip()))
                        .toList(),
                values.optional("engine.username"),
                values.optional("engine.password.file").map(Path::of),
                values.optional("engine.ca.file").map(Path::of),
                values.getString("engine.index.prefix"),
                values.getInt("engine.shards"),
                values.getInt("engine.replicas"),
                values.getInt("engine.candidates"),
                values.isTrue("engine.exact"),
                values.millis("engine.refresh.ms"),
                values.millis("engine.timeout.ms"),
                BULK_BYTES,
                values.getInt("engine.tail.items")));
    }
}
