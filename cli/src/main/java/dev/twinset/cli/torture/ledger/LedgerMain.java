package dev.twinset.cli.torture.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's process. Standard input: {@code event LINE}, {@code fault NAME MILLIS}, {@code end}, one a line; it ends
 * without a report when that is closed. Standard output: {@code state OPEN ENDED} every now and then, and a last line
 * with the report as JSON.
 *
 * <p>Arguments: bootstrap servers, model id, feature length, consumer group of the workers.
 */
public final class LedgerMain {
    private static final Logger log = LoggerFactory.getLogger(LedgerMain.class);
    private static final long BETWEEN_STATES_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int REQUEST_SECONDS = 5;

    private final Clock clock = Clock.systemUTC();
    private final LinkedBlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final Ledger ledger;
    private final LedgerReader follower;
    private final Admin admin;
    private final String group;
    private volatile boolean ending;

    private LedgerMain(String bootstrap, String modelId, int dimension, String group) {
        Topics topics = Topics.DEFAULT;
        this.ledger = new Ledger(new EventCodec(topics, clock, "/torture/ledger"), topics, modelId, dimension);
        this.follower = new LedgerReader(
                bootstrap, List.of(topics.features(modelId), topics.recommendations(), topics.rejected()));
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "client.id", "torture-ledger-admin"));
        this.group = group;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        LedgerMain main = new LedgerMain(arguments[0], arguments[1], Integer.parseInt(arguments[2]), arguments[3]);
        Thread input = new Thread(main::readInput, "input");
        input.setDaemon(true);
        input.start();
        main.run();
        System.exit(0);
    }

    private void readInput() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
            }
        } catch (IOException e) {
            log.error("standard input cannot be read", e);
        }
        if (!ending) {
            System.exit(1); // the parent process is gone
        }
    }

    private void run() throws IOException, InterruptedException {
        long nextState = System.nanoTime();
        while (!ending || !isAtEnd()) {
            take();
            read();
            if (System.nanoTime() - nextState >= 0) {
                readCommitted();
                System.out.println("state " + ledger.open() + " " + ledger.ended());
                nextState = System.nanoTime() + BETWEEN_STATES_NANOS;
            }
        }
        System.out.println(JsonMapper.builder().build().writeValueAsString(ledger.close()));
    }

    private void take() {
        for (String command = commands.poll(); command != null; command = commands.poll()) {
            String[] words = command.split(" ", 2);
            switch (words[0]) {
                case "event" -> ledger.sent(SentEvent.parse(words[1]));
                case "fault" -> {
                    String[] fault = words[1].split(" ", 2);
                    ledger.fault(fault[0], Long.parseLong(fault[1]));
                }
                case "end" -> ending = true;
                default -> throw new IllegalArgumentException("command is " + words[0]);
            }
        }
    }

    private void read() throws InterruptedException {
        try {
            follower.poll(record -> ledger.seen(KafkaRecords.incoming(record), clock.millis()));
        } catch (KafkaException e) {
            log.warn("the topics cannot be read now: {}", e.toString());
            Thread.sleep(200);
        }
    }

    private boolean isAtEnd() {
        try {
            return follower.atEnd();
        } catch (KafkaException e) {
            log.warn("the ends cannot be read now: {}", e.toString());
            return false;
        }
    }

    private void readCommitted() throws InterruptedException {
        try {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(REQUEST_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            ledger.committed(partition.toString(), offset.offset());
                        }
                    });
        } catch (ExecutionException | TimeoutException e) {
            log.debug("the group's offsets cannot be read now", e);
        }
    }
}
