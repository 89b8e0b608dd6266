package dev.twinset.producer.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.gallery.index.ItemIndex;
import dev.twinset.producer.gallery.index.RecentQueries;
import dev.twinset.producer.gallery.stream.EventStream;
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

final class AnswerHandlerTest {
    private static final Topics TOPICS = Topics.DEFAULT;

    private final EventCodec codec = new EventCodec(TOPICS, Clock.systemUTC(), "/twinset/worker/test");
    private final CompletableFuture<CatalogEvent> asked = new CompletableFuture<>();
    private final OpenQueries questions = new OpenQueries(asked::complete);

    @Test
    void whoAsksWhileTheGalleryStillReadsWhatIsOldHasTheAnswer() throws Exception {
        ExecutorService browser = Executors.newSingleThreadExecutor();
        try (RecordReaderPool shelf = new RecordReaderPool(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            AnswerHandler handler = handler(shelf);
            Future<Answer> answer = browser.submit(() -> questions.ask(new byte[] {1}, Map.of()));
            CatalogEvent event = asked.get(10, TimeUnit.SECONDS);

            handler.take(answerTo(event)); // not yet caught up

            assertThat(answer.get(10, TimeUnit.SECONDS).itemId()).isEqualTo(event.subject());
        } finally {
            browser.shutdownNow();
        }
    }

    private AnswerHandler handler(RecordReaderPool shelf) {
        ItemIndex index = new ItemIndex();
        RecentQueries queries = new RecentQueries();
        ItemPictures pictures = new ItemPictures(TOPICS, index, queries, shelf, CatalogFolder.empty());
        JsonViews views = new JsonViews(pictures, index, queries, Clock.systemUTC());
        return new AnswerHandler(
                TOPICS,
                index,
                queries,
                questions,
                new RecentRejections(TOPICS, index, views),
                views,
                new EventStream("test", System::nanoTime),
                new FollowerStats(Clock.systemUTC()));
    }

    private EventRecord answerTo(CatalogEvent event) {
        Snapshot snapshot = new Snapshot(3, Map.of(0, 3L), "session", 1, 1, true);
        OutgoingRecord sent = codec.recommendations(
                new Recommendations(event.subject(), event.eventId(), "model", List.of(), snapshot), event);
        return new EventRecord(sent.topic(), 0, 0, 0, Optional.of(sent.key()), sent.value(), sent.headers());
    }
}
