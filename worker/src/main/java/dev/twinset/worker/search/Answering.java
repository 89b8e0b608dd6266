package dev.twinset.worker.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Answers queries from one instant's rows: scans for the first candidates of all, and once more, for more candidates,
 * of those whose answers these do not settle because copies or full groups come before the next result.
 */
final class Answering {
    private static final int QUERIES_AT_ONCE = 256;
    private static final int CANDIDATES_AT_ONCE = 1 << 20;

    private final int dimension;
    private final List<Rows> rows;
    private final RemoteCandidates remote;

    Answering(int dimension, List<Rows> rows, RemoteCandidates remote) {
        this.dimension = dimension;
        this.rows = rows;
        this.remote = remote;
    }

    List<Found> answers(List<Query> queries) {
        Found[] answers = new Found[queries.size()];
        Queue<Ask> open = new ArrayDeque<>();
        for (int i = 0; i < answers.length; i++) {
            open.add(Ask.of(i, queries.get(i)));
        }
        while (!open.isEmpty()) {
            List<Ask> group = group(open);
            scan(group);
            for (Ask ask : group) {
                Ask.Outcome outcome = ask.outcome();
                outcome.next()
                        .ifPresentOrElse(
                                open::add,
                                () -> answers[ask.number()] = outcome.walk().answer());
            }
        }
        return Arrays.asList(answers);
    }

    private void scan(List<Ask> group) {
        try (TopKScan scan = new TopKScan(dimension, group)) {
            rows.forEach(scan::scan);
        }
        List<List<Map.Entry<String, Item>>> found =
                remote.best(group.stream().map(Ask::wanted).toList());
        for (int i = 0; i < group.size(); i++) {
            group.get(i).offer(dimension, found.get(i));
        }
    }

    /** As many as the scratch memory allows, but one. */
    private static List<Ask> group(Queue<Ask> open) {
        List<Ask> group = new ArrayList<>();
        long candidates = 0;
        do {
            Ask ask = open.remove();
            group.add(ask);
            candidates += ask.candidates();
        } while (group.size() < QUERIES_AT_ONCE
                && !open.isEmpty()
                && candidates + open.element().candidates() <= CANDIDATES_AT_ONCE);
        return group;
    }
}
