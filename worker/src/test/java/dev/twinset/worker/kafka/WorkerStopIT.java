package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.twinset.broker.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whoever stops a worker while it gets its partitions reads no stack trace: nothing has failed. */
final class WorkerStopIT {
    private static final int STOPS = 8;

    @TempDir
    private Path directory;

    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** What the worker and the clients of Kafka log with an exception. The broker is in this process, too. */
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String logger = event.getLoggerName();
            boolean ours = logger.startsWith("dev.twinset.") || logger.startsWith("org.apache.kafka.clients.consumer.");
            // Kafka's consumer calls an assignment that its close cut short a failure
            boolean cut = logger.endsWith(".ConsumerMembershipManager");
            if (ours && !cut && event.getThrowableProxy() != null) {
                failures.add(event.getThreadName() + ": " + event.getFormattedMessage());
            }
        }
    };

    @Test
    void aWorkerThatIsStoppedWhileItGetsItsPartitionsEndsQuietly() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        try (LocalKafka kafka = LocalKafka.inProcess(directory.resolve("kafka"));
                TestShop shop = new TestShop(kafka.bootstrapServers(), "stopped");
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            shop.standing = Optional.of(Duration.ofMillis(200));
            try (RunningWorker worker = worker(shop, kafka).awaitReady()) {
                for (int i = 0; i < 20; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(Duration.ofMinutes(2));
                assertThat(worker.ended()).isNotDone();
            }
            for (int i = 0; i < STOPS; i++) {
                forgetOffsets(admin, shop.group());
                try (RunningWorker worker = worker(shop, kafka).awaitReady()) {
                    Thread.sleep(60L * i);
                    assertThat(worker.ended()).isNotDone();
                }
            }
        } finally {
            root.detachAppender(appender);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aWorkerThatIsStoppedWhileItsBrokersAreAwayEndsInTime() throws Exception {
        LocalKafka kafka = LocalKafka.inProcess(directory.resolve("gone"));
        TestShop shop = new TestShop(kafka.bootstrapServers(), "gone");
        try (RunningWorker worker = worker(shop, kafka).awaitReady()) {
            shop.upload("item", "image");
            shop.awaitAnswers(Duration.ofMinutes(2));
            shop.close();
            kafka.close();
            assertThat(worker.ended()).isNotDone();
        } // which fails after 15 s
    }

    /** As if nobody had read for long: the worker looks for deletions that it missed, too. */
    private static void forgetOffsets(Admin admin, String group) throws InterruptedException, ExecutionException {
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) { // no worker has committed since
                throw e;
            }
        }
    }

    private RunningWorker worker(TestShop shop, LocalKafka kafka) {
        return new RunningWorker(shop, kafka.bootstrapServers(), "w1", directory, new FakeExtractor("fake", 0));
    }
}
