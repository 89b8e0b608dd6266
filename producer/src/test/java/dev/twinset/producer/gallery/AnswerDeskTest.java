package dev.twinset.producer.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.Answer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class AnswerDeskTest {
    private static final Topics TOPICS = Topics.DEFAULT;

    private final EventCodec codec = new EventCodec(TOPICS, Clock.systemUTC(), "/twinset/worker/test");
    private final CompletableFuture<CatalogEvent> asked = new CompletableFuture<>();
    private final Questions questions = new Questions(asked::complete);

    @Test
    void whoAsksWhileTheGalleryStillReadsWhatIsOldHasTheAnswer() throws Exception {
        ExecutorService browser = Executors.newSingleThreadExecutor();
        try (Shelf shelf = new Shelf(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            AnswerDesk desk = desk(shelf);
            Future<Answer> answer = browser.submit(() -> questions.ask(new byte[] {1}));
            CatalogEvent event = asked.get(10, TimeUnit.SECONDS);

            desk.take(answerTo(event)); // not yet caught up

            assertThat(answer.get(10, TimeUnit.SECONDS).itemId()).isEqualTo(event.subject());
        } finally {
            browser.shutdownNow();
        }
    }

    private AnswerDesk desk(Shelf shelf) {
        ItemIndex index = new ItemIndex();
        RecentQueries queries = new RecentQueries();
        Pictures pictures = new Pictures(TOPICS, index, queries, shelf, CatalogFolder.empty());
        Views views = new Views(pictures, queries, Clock.systemUTC());
        return new AnswerDesk(
                TOPICS,
                index,
                queries,
                questions,
                new Rejections(views),
                views,
                new Feed("test", System::nanoTime),
                new Pulse(Clock.systemUTC()));
    }

    private EventRecord answerTo(CatalogEvent event) {
        Snapshot snapshot = new Snapshot(3, Map.of(0, 3L), "session", 1, 1, true);
        OutgoingRecord sent = codec.recommendations(
                new Recommendations(event.subject(), event.eventId(), "model", List.of(), snapshot), event);
        return new EventRecord(sent.topic(), 0, 0, 0, Optional.of(sent.key()), sent.value(), sent.headers());
    }
}
