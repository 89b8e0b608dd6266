package dev.twinset.producer.command;

import dev.twinset.producer.rejected.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** The newest or oldest lines of many; no more than are wanted are held. */
final class LimitedLines {
    private record Line(Instant time, int partition, long offset, String text) {}

    private final int limit;
    private final Comparator<Line> wantedFirst;
    private final PriorityQueue<Line> lines;
    private long seen;

    LimitedLines(int limit, boolean oldestFirst) {
        Comparator<Line> byAge =
                Comparator.comparing(Line::time).thenComparing(Line::partition).thenComparing(Line::offset);
        this.limit = limit;
        this.wantedFirst = oldestFirst ? byAge : byAge.reversed();
        this.lines = new PriorityQueue<>(wantedFirst.reversed());
    }

    /** @param text is asked for only if the line is wanted so far */
    void add(DeadLetter letter, Supplier<String> text) {
        seen++;
        Line line = new Line(letter.timestamp(), letter.partition(), letter.offset(), "");
        Line last = lines.peek();
        if (last != null && lines.size() == limit) {
            if (wantedFirst.compare(line, last) > 0) {
                return;
            }
            lines.remove();
        }
        lines.add(new Line(letter.timestamp(), letter.partition(), letter.offset(), text.get()));
    }

    long seen() {
        return seen;
    }

    List<String> inOrder() {
        List<Line> sorted = new ArrayList<>(lines);
        sorted.sort(wantedFirst);
        return sorted.stream().map(Line::text).toList();
    }

    String total() {
        if (seen > limit) {
            return String.format(Locale.ROOT, "%,d of %,d shown; --limit N shows more, --all all", limit, seen);
        }
        return seen == 1 ? "1 dead letter" : String.format(Locale.ROOT, "%,d dead letters", seen);
    }
}
