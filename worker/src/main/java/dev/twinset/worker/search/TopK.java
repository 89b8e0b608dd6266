package dev.twinset.worker.search;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The best k of what was offered: a heap with the worst on top, since most offers are refused there. */
final class TopK {
    private final int most;
    private final PriorityQueue<Candidate> heap = new PriorityQueue<>(Candidate.RANK.reversed());

    TopK(int k) {
        most = k;
    }

    boolean isFull() {
        return heap.size() == most;
    }

    /** The score an offer must reach to have a chance: at the same score the id decides. */
    float threshold() {
        return isFull() ? heap.element().score() : Float.NEGATIVE_INFINITY;
    }

    /** Whether it was taken. */
    boolean offer(String itemId, float score, Rows rows, int row) {
        if (isFull()) {
            Candidate worst = heap.element();
            if (!Candidate.isBetter(score, itemId, worst.score(), worst.itemId())) {
                return false;
            }
            heap.remove();
        }
        return heap.add(new Candidate(itemId, score, rows, row));
    }

    /** The best first. */
    List<Candidate> ranking() {
        List<Candidate> ranking = new ArrayList<>(heap);
        ranking.sort(Candidate.RANK);
        return ranking;
    }
}
