package dev.twinset.producer.gallery.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5);
    private final EventStream feed = new EventStream("s1", now::get);
    private final List<ServerSentEvent> heard = new ArrayList<>();

    @Test
    void showsFourASecondOfHoweverManyThereAre() {
        int shown = 0;
        for (int i = 0; i < 10_000; i++) {
            now.addAndGet(SECOND / 1000);
            shown += feed.admits("any") ? 1 : 0;
        }
        assertThat(shown).isBetween(40, 66);
    }

    @Test
    void showsWhatSomebodyLooksForInAnyCaseAndOnce() {
        while (feed.admits("any")) {
            // until it is full
        }
        feed.await("mine");
        assertThat(feed.admits("mine")).isTrue();
        assertThat(feed.admits("mine")).isFalse();
    }

    @Test
    void awaitsABoundedNumber() {
        while (feed.admits("any")) {
            // until it is full
        }
        feed.await("first");
        for (int i = 0; i < 64; i++) {
            feed.await("item-" + i);
        }
        assertThat(feed.admits("first")).isFalse();
        assertThat(feed.admits("item-63")).isTrue();
    }

    @Test
    void aNewcomerGetsAllThatIsKeptAtOnce() {
        for (int i = 0; i < 100; i++) {
            feed.publish("answer", text("a" + i));
        }
        feed.join(this::hear, "");
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).type()).isEqualTo("recent");
        assertThat(heard.get(0).data().path("messages")).hasSize(48);
        assertThat(heard.get(0).data().path("messages").get(47).path("data").asText())
                .isEqualTo("a99");
        feed.publish("answer", text("next"));
        assertThat(heard).hasSize(2);
    }

    @Test
    void whoComesAgainGetsWhatWasMissed() {
        for (int i = 1; i <= 5; i++) {
            feed.publish("answer", text("a" + i));
        }
        feed.join(this::hear, "s1:3");
        assertThat(heard).extracting(ServerSentEvent::number).containsExactly(4L, 5L);
    }

    @Test
    void aNumberOfAnotherGalleryOrNoneAtAllIsANewcomers() {
        feed.publish("answer", text("a1"));
        for (String foreign : List.of("s0:1", "s1:x", "s1:99999999999999999999", "s1:700", "\r\n", ":")) {
            heard.clear();
            feed.join(this::hear, foreign);
            assertThat(heard).as(foreign).extracting(ServerSentEvent::type).containsExactly("recent");
        }
    }

    @Test
    void whoDoesNotKeepUpIsToldNothingMore() {
        feed.join(message -> heard.add(message) && heard.size() < 3, "");
        for (int i = 0; i < 10; i++) {
            feed.publish("answer", text("a" + i));
            feed.tell("state", text("s" + i));
        }
        assertThat(heard).hasSize(3);
    }

    @Test
    void nothingInAMessageEndsItsFrame() {
        ServerSentEvent message = new ServerSentEvent(7, "answer", text("a\n\ndata: x\r\u2028\"</script>"));
        String frame = new String(message.frame("s1"), UTF_8);
        assertThat(frame).startsWith("id: s1:7\nevent: answer\ndata: ").endsWith("\n\n");
        assertThat(frame.strip().lines()).hasSize(3);
        assertThat(new String(new ServerSentEvent(0, "state", text("x")).frame("s1"), UTF_8))
                .doesNotContain("id:");
    }

    private boolean hear(ServerSentEvent message) {
        return heard.add(message);
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }
}
