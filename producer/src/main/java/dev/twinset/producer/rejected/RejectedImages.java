package dev.twinset.producer.rejected;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.producer.publish.ProgressListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The dead letters: look at them, and send their events again. Every call opens its own connections; any thread may
 * call.
 */
public final class RejectedImages {
    /** Hears of each dead letter; false ends it. */
    @FunctionalInterface
    public interface Visitor {
        /** @param redriven whether it was sent again before */
        boolean letter(DeadLetter letter, boolean redriven) throws IOException, InterruptedException;
    }

    private final Map<String, Object> client;
    private final Topics topics;
    private final EventCodec codec;

    /** @param client Kafka client settings, {@code bootstrap.servers} at least */
    public RejectedImages(Map<String, Object> client, Topics topics) {
        this.client = Map.copyOf(client);
        this.topics = requireNonNull(topics, "topics is null");
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/redrive");
    }

    /**
     * Those that were there at the start, in the order of each partition; one at a time is in memory.
     *
     * @throws IOException if no broker answers or the topic is missing
     */
    public void forEach(DeadLetterFilter filter, Visitor visitor) throws IOException, InterruptedException {
        RedriveLedger ledger = RedriveLedger.read(client, topics, codec);
        try (DeadLetterTopic topic = DeadLetterTopic.open(client, topics, codec)) {
            topic.read(
                    filter.since(),
                    letter -> !filter.test(letter)
                            || visitor.letter(letter, ledger.contains(letter.partition(), letter.offset())));
        }
    }

    /** The one at this place, if there is one. */
    public void at(int partition, long offset, Visitor visitor) throws IOException, InterruptedException {
        RedriveLedger ledger = RedriveLedger.read(client, topics, codec);
        try (DeadLetterTopic topic = DeadLetterTopic.open(client, topics, codec)) {
            Optional<DeadLetter> found = topic.at(partition, offset);
            if (found.isPresent()) {
                visitor.letter(found.get(), ledger.contains(partition, offset));
            }
        }
    }

    /** The cluster and the dead-letter topic, by their ids: a topic created again under the same name is another. */
    public String identity() throws IOException, InterruptedException {
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            cluster.topics().partitions(List.of(topics.rejected()));
            return cluster.id() + "/" + topics.rejected() + "/"
                    + cluster.topics().id(topics.rejected());
        }
    }

    /** Why a dead letter cannot be sent again, whatever was fixed; empty if it can. */
    public Optional<String> obstacle(DeadLetter letter) {
        return letter.image().isEmpty()
                ? Optional.of("it is not a dead letter: " + letter.fault())
                : codec.obstacle(letter.image().get());
    }

    /**
     * Sends dead letters' events again, each once, however often and by how many this is called. Interrupting the
     * thread ends it early.
     *
     * @param go asked when it is known what would be sent
     * @throws IOException if Kafka refuses, or another redrive takes over
     */
    public RedriveReport redrive(RedriveOptions options, Predicate<RedrivePlan> go, ProgressListener progress)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (DeadLetterTopic topic = DeadLetterTopic.open(client, topics, codec);
                NewerEvents newer = new NewerEvents(client, topics, codec)) {
            RedriveLedger before = RedriveLedger.read(client, topics, codec);
            RedrivePlan plan = RedrivePlan.make(topic, before, newer, codec, options, partitions());
            if (options.dryRun()) {
                return report(plan, 0, start, RedriveReport.Stop.DRY_RUN, Optional.empty());
            }
            if (plan.chosen() == 0) {
                return report(plan, 0, start, RedriveReport.Stop.DONE, Optional.empty());
            }
            if (!go.test(plan)) {
                return report(plan, 0, start, RedriveReport.Stop.DECLINED, Optional.empty());
            }
            return send(options, topic, newer, plan, progress, start);
        }
    }

    /** A topic that is missing has none: a cluster may serve no queries. */
    private Map<String, Integer> partitions() throws IOException, InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            for (String topic : List.of(topics.images(), topics.queries())) {
                if (cluster.topics().exists(topic)) {
                    partitions.putAll(cluster.topics().partitions(List.of(topic)));
                }
            }
        }
        return partitions;
    }

    private RedriveReport send(
            RedriveOptions options,
            DeadLetterTopic topic,
            NewerEvents newer,
            RedrivePlan plan,
            ProgressListener progress,
            long start)
            throws IOException, InterruptedException {
        RedriveLedger.create(client, topics);
        try (RedriveAnswers answers = options.timeout().isPresent()
                        ? RedriveAnswers.open(client, topics, codec)
                        : RedriveAnswers.ignored(codec);
                RedriveTransactions transactions = RedriveTransactions.begin(client, topics)) {
            // from here on nobody else marks or sends: what others did until now is read, and then all is known
            RedriveLedger ledger = RedriveLedger.read(client, topics, codec);
            newer.read();
            Redrive redrive = new Redrive(codec, ledger, newer, transactions, options, plan, answers, progress);
            try {
                redrive.run(topic);
                tidy(ledger, topic, transactions);
            } catch (InterruptedException | InterruptException | InterruptedIOException e) {
                Thread.interrupted(); // cleared: closing would fail
                return report(plan, redrive.redriven(), start, RedriveReport.Stop.INTERRUPTED, Optional.empty());
            }
            Optional<RedriveReport.Outcome> outcome = Optional.empty();
            if (options.timeout().isPresent()) {
                outcome = Optional.of(answers.await(options.timeout().get()));
            }
            return report(plan, redrive.redriven(), start, RedriveReport.Stop.DONE, outcome);
        }
    }

    private static void tidy(RedriveLedger ledger, DeadLetterTopic topic, RedriveTransactions transactions)
            throws IOException, InterruptedException {
        var obsolete = ledger.obsolete(topic.beginnings());
        if (!obsolete.isEmpty()) {
            try {
                transactions.append(
                        obsolete.stream().map(KafkaRecords::outgoing).toList());
                transactions.commit();
            } catch (RedriveTransactions.TooLargeException e) {
                throw new IOException("a record without a value is too large: " + e.getMessage(), e);
            }
        }
    }

    private static RedriveReport report(
            RedrivePlan plan,
            long redriven,
            long start,
            RedriveReport.Stop stop,
            Optional<RedriveReport.Outcome> outcome) {
        return new RedriveReport(
                plan.reasons(), redriven, plan.leftOut(), Duration.ofNanos(System.nanoTime() - start), stop, outcome);
    }
}
