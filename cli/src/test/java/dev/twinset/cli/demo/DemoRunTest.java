package dev.twinset.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.cli.torture.ledger.ChangelogHistory;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DemoRunTest {
    private final StringWriter out = new StringWriter();
    private final DemoOutput screen =
            new DemoOutput(new PrintWriter(out), new PrintWriter(new StringWriter()), true, false, System::nanoTime);

    @Test
    void itEndsWhenEveryUploadIsAnswered() throws Exception {
        FakeTraffic traffic = new FakeTraffic(OptionalLong.of(2));
        traffic.later(ledger -> ledger.recommended(answer("a"), Duration.ofMillis(5)));
        traffic.later(ledger -> ledger.rejected("b", RejectionReason.CORRUPT));

        DemoSummary summary = run(traffic);

        assertThat(summary.kept()).as(summary.violations().toString()).isTrue();
        assertThat(summary.recommended()).isEqualTo(1);
        assertThat(summary.rejected()).isEqualTo(1);
    }

    @Test
    void itListensOnForAnAnswerTooMany() throws Exception {
        FakeTraffic traffic = new FakeTraffic(OptionalLong.of(1));
        traffic.later(ledger -> ledger.recommended(answer("a"), Duration.ofMillis(5)));
        traffic.later(ledger -> {});
        traffic.later(ledger -> ledger.recommended(answer("a"), Duration.ofMillis(900)));

        assertThat(run(traffic).violations()).contains("a was answered twice");
    }

    @Test
    void itEndsWhenPublishingFails() {
        FakeTraffic traffic = new FakeTraffic(OptionalLong.empty()) {
            @Override
            public OptionalLong published() throws IOException {
                throw new IOException("the disk is full");
            }
        };
        assertThatThrownBy(() -> run(traffic)).isInstanceOf(IOException.class).hasMessage("the disk is full");
    }

    @Test
    void itEndsWhenKafkaDoesAndSaysWhy() {
        FakeTraffic traffic = new FakeTraffic(OptionalLong.empty());
        assertThatThrownBy(() -> run(traffic, () -> Optional.of("broker 1 ended with exit code 1: no space left")))
                .isInstanceOf(IOException.class)
                .hasMessage("broker 1 ended with exit code 1: no space left");
    }

    private DemoSummary run(DemoTraffic traffic) throws IOException, InterruptedException {
        return run(traffic, Optional::empty);
    }

    private DemoSummary run(DemoTraffic traffic, Supplier<Optional<String>> kafkaFailure)
            throws IOException, InterruptedException {
        try (WorkerFleet none = new WorkerFleet(Path.of("unused"), List.of())) {
            return new DemoRun(traffic, kafkaFailure, none, screen, OptionalInt.empty()).run(catalog());
        }
    }

    private static Catalog catalog() {
        return new Catalog(
                Path.of("unused"),
                List.of(),
                List.of(
                        new CatalogItem("a", Path.of("a.jpg"), Map.of()),
                        new CatalogItem("b", Path.of("b.jpg"), Map.of())));
    }

    private static Recommendations answer(String item) {
        return new Recommendations(item, "event", "model", List.of(), new Snapshot(1, Map.of(), "session", 1, 1, true));
    }

    /** Hands over one prepared step at each poll. */
    private static class FakeTraffic implements DemoTraffic {
        private final Deque<Consumer<DemoLedger>> steps = new ArrayDeque<>();
        private final OptionalLong published;
        private boolean started;

        FakeTraffic(OptionalLong published) {
            this.published = published;
        }

        void later(Consumer<DemoLedger> step) {
            steps.add(step);
        }

        @Override
        public void startPublishing() {
            started = true;
        }

        @Override
        public long sent() {
            return 0;
        }

        @Override
        public OptionalLong published() throws IOException {
            return published;
        }

        @Override
        public void poll(Duration timeout, DemoLedger ledger, DemoOutput ignored) throws InterruptedException {
            assertThat(started).isTrue();
            Consumer<DemoLedger> step = steps.poll();
            if (step == null) {
                Thread.sleep(timeout.toMillis());
            } else {
                step.accept(ledger);
            }
        }

        @Override
        public ChangelogHistory features(String modelId) {
            return new ChangelogHistory();
        }

        @Override
        public void close() {}
    }
}
