package dev.twinset.worker.preflight.engine;

import dev.twinset.console.Numbers;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.kafka.errors.Right;
import dev.twinset.worker.engine.EngineDocument;
import dev.twinset.worker.engine.EngineException;
import dev.twinset.worker.engine.EngineIndexState;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.engine.OpenSearchEngine;
import dev.twinset.worker.engine.SearchEngine.EngineQuery;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.Deadline;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.engine.IndexLag.Behind;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.State;
import dev.twinset.worker.preflight.finding.Text;
import dev.twinset.worker.search.Cosine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Whether the search engine answers, the index is as it must be and keeps up with the changelog, and approximate
 * answers are good. Only looks.
 */
public final class EngineChecks {
    public static final String ENGINE = "engine";
    public static final String INDEX = "index";
    public static final String RECALL = "recall";

    /** In the order of the report. */
    public static final List<String> NAMES = List.of(ENGINE, INDEX, RECALL);

    /** Fractions of the time limit: a request, the first questions to every address, the exact searches. */
    private static final double REQUEST = 0.2;

    private static final double CONNECTING = 0.4;
    private static final double SAMPLING = 0.25;

    /** An exact search looks at each document. */
    private static final long MOST_DOCUMENTS = 1_000_000;

    private static final int SAMPLE = 20;
    private static final int BEST = 5;
    private static final double LEAST_RECALL = 0.95;
    private static final String START = "start the engine, or correct the settings that begin with engine.";

    private final EngineSettings settings;
    private final String modelId;
    private final int dimension;
    private final IndexLag lag;
    private final TimeoutExecutor executor;
    private final List<Finding> findings = new CopyOnWriteArrayList<>();
    private long documents;

    /** @param dimension of the features */
    public EngineChecks(
            EngineSettings settings, String modelId, int dimension, IndexLag lag, TimeoutExecutor executor) {
        Duration request = Duration.ofMillis(executor.millis(REQUEST));
        this.settings = settings.with(
                settings.addresses(), settings.timeout().compareTo(request) < 0 ? settings.timeout() : request);
        this.modelId = modelId;
        this.dimension = dimension;
        this.lag = lag;
        this.executor = executor;
    }

    /** Of a worker that keeps the features itself. */
    public static List<Finding> none() {
        return NAMES.stream()
                .map(name -> new Notes(name).finding("none: search.engine is local"))
                .toList();
    }

    /**
     * Starts to look; the result waits while there is time.
     *
     * @param log waits for the changelog; empty if the cluster could not be asked or does not have it
     */
    public Supplier<List<Finding>> start(Supplier<Optional<ChangelogState>> log) {
        Future<String> started = executor.start(() -> {
            run(log);
            return "";
        });
        return () -> findings(started);
    }

    private List<Finding> findings(Future<String> started) {
        String why = executor.result(started, reason -> reason);
        List<Finding> all = new ArrayList<>(findings);
        NAMES.subList(all.size(), NAMES.size())
                .forEach(name -> all.add(Finding.unknown(name, TimeoutExecutor.NOT_IN_TIME + why)));
        return all;
    }

    private void run(Supplier<Optional<ChangelogState>> changelog) {
        Finding engine = engine();
        findings.add(engine);
        Optional<ChangelogState> log = changelog.get();
        if (engine.state() == State.FAIL || log.isEmpty()) {
            NAMES.subList(1, NAMES.size())
                    .forEach(name -> findings.add(
                            engine.state() == State.FAIL
                                    ? Finding.unknown(name, "the engine cannot be asked: see engine")
                                    : Finding.skipped(
                                            name,
                                            "the changelog does not exist yet, or cannot be seen: see model and"
                                                    + " topics")));
            return;
        }
        try (OpenSearchEngine open =
                open(settings.addresses(), log.get().identity().label())) {
            Finding index = asked(INDEX, () -> index(open, log.get()));
            findings.add(index);
            findings.add(
                    index.state() == State.FAIL
                            ? Finding.unknown(RECALL, "the index cannot be searched: see index")
                            : documents <= 1
                                    ? Finding.skipped(RECALL, "there is nothing to compare: see index")
                                    : asked(RECALL, () -> recall(open)));
        }
    }

    private OpenSearchEngine open(List<URI> addresses, String logId) {
        return new OpenSearchEngine(settings.with(addresses, settings.timeout()), modelId, logId, dimension);
    }

    private static Finding asked(String name, Supplier<Finding> check) {
        try {
            return check.get();
        } catch (EngineException e) {
            return Finding.failed(name, e.fault().what(), e.fault().remedy());
        } catch (EngineUnavailableException e) {
            return Finding.failed(name, Text.of(e), START);
        }
    }

    /** Every address, as a worker needs another one when the first is away. */
    private Finding engine() {
        List<Finding> each = executor.ofEach(
                settings.addresses(),
                address -> asked(ENGINE, () -> {
                    try (OpenSearchEngine open = open(List.of(address), "any")) {
                        return new Notes(ENGINE).finding("OpenSearch " + open.version() + " at " + address);
                    }
                }),
                executor.part(CONNECTING),
                address -> Finding.failed(ENGINE, "the engine at " + address + " was not heard of in time", START));
        List<String> well = each.stream()
                .filter(finding -> finding.state() == State.OK)
                .map(Finding::found)
                .toList();
        Notes notes = new Notes(ENGINE);
        each.stream().flatMap(finding -> finding.problems().stream()).distinct().forEach(problem -> {
            if (well.isEmpty()) {
                notes.fail(problem.what(), problem.remedy());
            } else {
                notes.warn(problem.what(), problem.remedy());
            }
        });
        return notes.finding(String.join(", ", well));
    }

    private Finding index(OpenSearchEngine engine, ChangelogState log) {
        Optional<EngineIndexState> found = engine.look();
        if (found.isEmpty()) {
            return new Notes(INDEX).finding("none yet: the first worker to start makes it");
        }
        EngineIndexState index = found.get();
        String name = "index " + index.name();
        Notes notes = new Notes(INDEX);
        index.differences().forEach(difference -> notes.fail(difference.what(), difference.remedy()));
        for (String block : index.blocks()) {
            notes.fail(
                    name + " has the block " + block + (block.startsWith("read_only") ? ": nothing is written" : ""),
                    block.equals("read_only_allow_delete")
                            ? "free disk space on the engine's nodes, which then lifts the block"
                            : "lift it with PUT /" + index.name() + "/_settings {\"index.blocks." + block + "\":null}");
        }
        boolean red = index.health().equals("red");
        if (red) {
            notes.fail(
                    name + " is red: whole shards are missing, so no search is answered",
                    "start the engine's nodes that are away; GET /_cluster/allocation/explain says what else is wrong");
        } else if (index.missingCopies() > 0) {
            notes.warn(
                    name + " is " + index.health() + ", with "
                            + Numbers.count(index.missingCopies(), "copy", "copies")
                            + " of its shards missing: if another node fails, searches may stop",
                    "start the engine's nodes that are away, or add nodes; with one node, set"
                            + " index.number_of_replicas of the index to 0");
        }
        documents = red ? 0 : engine.count();
        String behind = behind(notes, index, lag.behind(index.uuid(), log));
        return notes.finding(
                index.name() + ", " + Numbers.count(documents, "document") + ", " + index.health() + behind);
    }

    private String behind(Notes notes, EngineIndexState index, AdminResult<Behind> behind) {
        String name = "index " + index.name();
        behind.failure().ifPresent(why -> {
            if (why instanceof GroupAuthorizationException refused) {
                Right right = new Right(AclOperation.READ, ResourceType.GROUP, String.valueOf(refused.groupId()));
                notes.fail(
                        "this user lacks " + right,
                        "kafka-acls.sh --add --allow-principal User:... " + right.options());
            } else {
                notes.warn(
                        "the brokers do not say how far " + name + " is behind the changelog: " + Text.of(why),
                        "look at the brokers");
            }
        });
        long records = behind.value().map(Behind::records).orElse(0L);
        boolean old = index.created().plus(IndexLag.LONG).isBefore(Instant.now()); // else it is being filled
        if (old && behind.value().stream().anyMatch(Behind::forLong)) {
            notes.warn(
                    name + " lacks records of the changelog that are older than " + IndexLag.LONG.toHours()
                            + " hours: after its delete.retention.ms the changelog forgets deletions, and items that"
                            + " are deleted stay in the index",
                    "look whether workers run and whether the engine takes what they write; if that was longer than"
                            + " delete.retention.ms ago, stop the workers, delete the index (DELETE /" + index.name()
                            + ") and start them, which fill a new one");
        }
        if (records >= settings.tailItems()) {
            notes.fail(
                    name + " is " + Numbers.count(records, "record") + " behind the changelog, and a worker holds "
                            + Numbers.count(settings.tailItems()) + " (engine.tail.items): answers wait until it has"
                            + " caught up",
                    "wait if workers run, or start some; give the engine more CPU if it does not catch up");
        } else if (records >= settings.tailItems() / 2) {
            notes.warn(
                    name + " is " + Numbers.count(records, "record") + " behind the changelog: beyond "
                            + Numbers.count(settings.tailItems()) + " (engine.tail.items) answers wait",
                    "look whether workers run, and whether the engine is short of CPU");
        }
        return behind.value()
                .map(Behind::records)
                .map(known -> ", " + Numbers.count(known, "record") + " behind the changelog")
                .orElse("");
    }

    /** The engine's approximate answers for some of its own items, compared with its exact ones. */
    private Finding recall(OpenSearchEngine engine) {
        if (settings.exact()) {
            return new Notes(RECALL).finding("exact: engine.exact is true");
        }
        if (documents > MOST_DOCUMENTS) {
            return Finding.skipped(RECALL, "exact searches of more than a million documents take too long");
        }
        List<EngineDocument> sample = engine.sample(SAMPLE);
        List<List<EngineDocument>> approximate =
                engine.search(sample.stream().map(item -> query(item, false)).toList());
        int asked = 0;
        long expected = 0;
        long found = 0;
        Deadline until = executor.part(SAMPLING);
        for (; asked < sample.size() && until.leftMillis() > 0; asked++) {
            EngineDocument item = sample.get(asked);
            List<EngineDocument> exact =
                    engine.search(List.of(query(item, true))).get(0);
            expected += exact.size();
            if (!exact.isEmpty()) {
                float least = score(item, exact.get(exact.size() - 1)); // items of the same score are equally right
                found += approximate.get(asked).stream()
                        .filter(hit -> score(item, hit) >= least)
                        .count();
            }
        }
        return judge(asked, expected == 0 ? 1 : (double) found / expected);
    }

    private static Finding judge(int asked, double recall) {
        Notes notes = new Notes(RECALL);
        String number = String.format(Locale.ROOT, "recall@%d is %.3f", BEST, recall);
        if (recall < LEAST_RECALL) {
            notes.warn(
                    number + ", expected " + LEAST_RECALL + " or more: answers lack items that belong in them",
                    "raise engine.candidates");
        }
        return notes.finding(number + " for " + Numbers.count(asked, "item"));
    }

    private static EngineQuery query(EngineDocument document, boolean exact) {
        return new EngineQuery(
                vector(document),
                BEST,
                ItemFilter.NONE,
                false,
                Optional.of(document.itemId()),
                OptionalDouble.empty(),
                exact);
    }

    private static float[] vector(EngineDocument document) {
        return document.item().orElseThrow().vector();
    }

    private static float score(EngineDocument item, EngineDocument hit) {
        return Cosine.score(vector(item), vector(hit));
    }
}
