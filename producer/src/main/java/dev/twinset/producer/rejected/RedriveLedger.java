package dev.twinset.producer.rejected;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.redrive.RedriveMarks;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import dev.twinset.kafka.client.TopicCreation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which dead letters have been sent again: a compacted topic of {@link RedriveMarks}, read whole. A bit for each dead
 * letter is held, and no more. For one thread.
 *
 * <p>Pages are read, changed and written back; that is sound because only one process at a time can write them: see
 * {@link RedriveTransactions}.
 */
final class RedriveLedger {
    private static final Logger LOG = LoggerFactory.getLogger(RedriveLedger.class);

    private final EventCodec codec;
    private final String topicId;
    private final OffsetSet done = new OffsetSet();
    /** Pages of topics that had the dead-letter topic's name before it. */
    private final Set<Page> foreign = new HashSet<>();

    private record Page(String topicId, int partition, long page) {}

    private RedriveLedger(EventCodec codec, String topicId) {
        this.codec = codec;
        this.topicId = topicId;
    }

    /**
     * Creates the ledger's topic if it is missing, with as many copies as the dead-letter topic has.
     *
     * @throws IOException if it cannot be, or is not compacted: marks would be forgotten
     */
    static void create(Map<String, Object> client, Topics topics) throws IOException, InterruptedException {
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            short replicas = cluster.topics().replicas(topics.rejected());
            Map<String, String> settings =
                    TopicDefinitions.redriven(topics.redriven()).initial(replicas);
            new TopicCreation(cluster).create(List.of(new NewTopic(topics.redriven(), 1, replicas).configs(settings)));
            String policy = cluster.topics().setting(topics.redriven(), TopicConfig.CLEANUP_POLICY_CONFIG);
            if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw new IOException("topic " + topics.redriven() + " has cleanup.policy=" + policy
                        + ", expected compact: it must not forget what was sent again; set it with kafka-configs.sh"
                        + " --alter --entity-type topics --entity-name " + topics.redriven()
                        + " --add-config cleanup.policy=compact");
            }
        }
    }

    /**
     * Reads what every transaction before has marked, and waits for those that are still being ended. Nothing is marked
     * if the topic does not exist.
     */
    static RedriveLedger read(Map<String, Object> client, Topics topics, EventCodec codec)
            throws IOException, InterruptedException {
        String topicId;
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            cluster.topics().partitions(List.of(topics.rejected())); // says what to do if there is no such topic
            topicId = cluster.topics().id(topics.rejected());
            if (!cluster.topics().exists(topics.redriven())) {
                return new RedriveLedger(codec, topicId);
            }
        }
        RedriveLedger ledger = new RedriveLedger(codec, topicId);
        Map<TopicPartition, Long> ends;
        try (RangeReader all = RangeReader.uncommitted(client, DeadLetterTopic.CLIENT_ID, topics.redriven())) {
            ends = all.ends();
        }
        try (RangeReader reader = RangeReader.committed(client, DeadLetterTopic.CLIENT_ID, topics.redriven())) {
            reader.read(reader.beginnings(), ends, record -> {
                ledger.learn(codec.redriveMarks(KafkaRecords.incoming(record)));
                return true;
            });
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the ledger of redriven dead letters is damaged, and nothing is sent again without it: "
                            + e.getMessage(),
                    e);
        }
        LOG.info("{} dead letters were sent again before", ledger.done.size());
        return ledger;
    }

    private void learn(RedriveMarks marks) {
        if (marks.topicId().equals(topicId)) {
            done.replace(marks.partition(), marks.page(), marks.bits());
            return;
        }
        Page page = new Page(marks.topicId(), marks.partition(), marks.page());
        if (marks.bits().length == 0) {
            foreign.remove(page);
        } else {
            foreign.add(page);
        }
    }

    boolean contains(int partition, long offset) {
        return done.contains(partition, offset);
    }

    /** The pages as they will be when these are marked as well; nothing is changed here. */
    List<OutgoingRecord> marks(Collection<DeadLetter> letters) {
        Map<Page, BitSet> pages = new HashMap<>();
        for (DeadLetter letter : letters) {
            Page page = new Page(topicId, letter.partition(), letter.offset() / RedriveMarks.PAGE);
            pages.computeIfAbsent(page, known -> BitSet.valueOf(done.page(known.partition(), known.page())))
                    .set((int) (letter.offset() % RedriveMarks.PAGE));
        }
        List<OutgoingRecord> records = new ArrayList<>();
        pages.forEach((page, bits) -> records.add(codec.redriveMarks(
                new RedriveMarks(page.topicId(), page.partition(), page.page(), bits.toByteArray()))));
        return records;
    }

    /** To be told when the marks are committed. */
    void marked(Collection<DeadLetter> letters) {
        letters.forEach(letter -> done.add(letter.partition(), letter.offset()));
    }

    /** Takes out the pages whose dead letters are gone: the ledger does not grow forever. */
    List<OutgoingRecord> obsolete(Map<TopicPartition, Long> beginnings) {
        List<OutgoingRecord> records = new ArrayList<>();
        foreign.forEach(page -> records.add(gone(page)));
        beginnings.forEach((partition, first) -> done.pagesBefore(partition.partition(), first)
                .forEach(page -> records.add(gone(new Page(topicId, partition.partition(), page)))));
        return records;
    }

    private OutgoingRecord gone(Page page) {
        return codec.redriveMarks(new RedriveMarks(page.topicId(), page.partition(), page.page(), new byte[0]));
    }
}
