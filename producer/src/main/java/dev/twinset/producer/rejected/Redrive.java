package dev.twinset.producer.rejected;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.producer.publish.Pacer;
import dev.twinset.producer.publish.ProgressListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sends planned dead letters again. Each transaction holds some events and the marks that they were sent, so that both
 * are there or neither: a redrive that is killed and begun again goes on where it was.
 *
 * <p>An event goes to the partition it came from, whatever partitioner its producer uses: the order of an item's events
 * is that of its partition. For one thread.
 */
final class Redrive {
    private static final int BATCH_EVENTS = 64;
    private static final long BATCH_BYTES = 4L * 1024 * 1024;
    private static final long GATHERING_NANOS = 200_000_000L;

    private final EventCodec codec;
    private final RedriveLedger ledger;
    private final NewerEvents newer;
    private final RedriveTransactions transactions;
    private final RedriveOptions options;
    private final RedrivePlan plan;
    private final RedriveAnswers answers;
    private final ProgressListener progress;
    private final Pacer pacer;
    private final List<DeadLetter> gathered = new ArrayList<>();
    private long gatheredBytes;
    private long gatheredSince;
    private long settled;
    private long redriven;

    Redrive(
            EventCodec codec,
            RedriveLedger ledger,
            NewerEvents newer,
            RedriveTransactions transactions,
            RedriveOptions options,
            RedrivePlan plan,
            RedriveAnswers answers,
            ProgressListener progress) {
        this.codec = codec;
        this.ledger = ledger;
        this.newer = newer;
        this.transactions = transactions;
        this.options = options;
        this.plan = plan;
        this.answers = answers;
        this.progress = progress;
        this.pacer = new Pacer(options.eventsPerSecond(), System::nanoTime);
    }

    /** Events whose transaction is committed. */
    long redriven() {
        return redriven;
    }

    void run(DeadLetterTopic topic) throws IOException, InterruptedException {
        topic.read(plan.positions(), letter -> {
            if (ledger.contains(letter.partition(), letter.offset())) {
                settle(SkipReason.REDRIVEN);
            } else {
                pace();
                gather(letter);
            }
            return true;
        });
        send();
    }

    /** No transaction is open while this waits: an open one holds up the workers. */
    private void pace() throws IOException, InterruptedException {
        long delay = pacer.nextDelayNanos();
        if (!gathered.isEmpty() && System.nanoTime() - gatheredSince + delay > GATHERING_NANOS) {
            send();
        }
        TimeUnit.NANOSECONDS.sleep(delay);
    }

    private void gather(DeadLetter letter) throws IOException, InterruptedException {
        if (gathered.isEmpty()) {
            gatheredSince = System.nanoTime();
        }
        gathered.add(letter);
        gatheredBytes += letter.bytes();
        if (gathered.size() == BATCH_EVENTS || gatheredBytes >= BATCH_BYTES) {
            send();
        }
    }

    private void send() throws IOException, InterruptedException {
        List<DeadLetter> due = new ArrayList<>(gathered);
        gathered.clear();
        gatheredBytes = 0;
        while (!due.isEmpty() && !sent(due)) {
            // what stood against it has been taken out of due
        }
    }

    /** One transaction; false if it was aborted for the sake of dead letters that are now out of {@code due}. */
    private boolean sent(List<DeadLetter> due) throws IOException, InterruptedException {
        List<RecordMetadata> places;
        try {
            places = transactions.append(records(due));
        } catch (RedriveTransactions.TooLargeException e) {
            due.remove(e.index());
            settle(SkipReason.NOT_WHOLE);
            return false;
        }
        if (outdated(due, places)) {
            transactions.abort();
            return false;
        }
        transactions.commit();
        ledger.marked(due);
        for (int i = 0; i < due.size(); i++) {
            answers.expect(due.get(i), places.get(i));
        }
        redriven += due.size();
        settled += due.size();
        tell();
        return true;
    }

    private List<ProducerRecord<byte[], byte[]>> records(List<DeadLetter> due) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (DeadLetter letter : due) {
            RejectedImage image = letter.image().orElseThrow();
            OutgoingRecord event = codec.replay(image);
            ProducerRecord<byte[], byte[]> record = KafkaRecords.outgoing(event);
            records.add(new ProducerRecord<>(
                    record.topic(), image.partition(), record.key(), record.value(), record.headers()));
        }
        ledger.marks(due).forEach(marks -> records.add(KafkaRecords.outgoing(marks)));
        return records;
    }

    /** Takes out those whose items turn out to have a newer event below where theirs were appended. */
    private boolean outdated(List<DeadLetter> due, List<RecordMetadata> places)
            throws IOException, InterruptedException {
        if (options.overwriteNewer()) {
            return false;
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int i = 0; i < due.size(); i++) {
            RecordMetadata place = places.get(i);
            newer.ours(place.topic(), place.partition(), place.offset());
            ends.merge(new TopicPartition(place.topic(), place.partition()), place.offset(), Math::max);
        }
        newer.readTo(ends);
        return due.removeIf(letter -> {
            boolean outdated = newer.after(newer.rejected(letter.image().orElseThrow()));
            if (outdated) {
                settle(SkipReason.NEWER);
            }
            return outdated;
        });
    }

    private void settle(SkipReason why) {
        plan.leaveOut(why);
        settled++;
        tell();
    }

    private void tell() {
        progress.settled((int) Math.min(Integer.MAX_VALUE, settled), (int) Math.min(Integer.MAX_VALUE, plan.chosen()));
    }
}
