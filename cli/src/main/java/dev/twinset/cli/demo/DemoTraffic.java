package dev.twinset.cli.demo;

import dev.twinset.cli.torture.ledger.ChangelogHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** What a demo sends and gets back. */
interface DemoTraffic extends AutoCloseable {
    /** Publishes the catalogue by a thread of its own; returns at once. */
    void startPublishing();

    /** Images handed to Kafka so far. */
    long sent();

    /**
     * Images that Kafka has acknowledged, once all are; empty while publishing goes on.
     *
     * @throws IOException if publishing failed
     */
    OptionalLong published() throws IOException, InterruptedException;

    /** Waits at most that long for answers, and hands over those that came. */
    void poll(Duration timeout, DemoLedger ledger, DemoOutput screen) throws IOException, InterruptedException;

    /** Every feature that was committed. */
    ChangelogHistory features(String modelId) throws IOException, InterruptedException;

    @Override
    void close();
}
