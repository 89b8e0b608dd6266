package dev.twinset.trainer.retrieval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Scores query by query, each into a slot of its own, so that any thread may call. */
final class RelevanceScorer {
    static final int NEAREST = 5;

    private static final float LEAST_VOTE = 1e-6f;

    private final LabelledItems items;
    private final int[] gallery;
    private final List<LabelSlots> labels = new ArrayList<>();
    private final int[] kind;
    private final int[][] details;
    private final NavigableMap<Integer, Slots> byFrequency = new TreeMap<>();
    private final Slots ndcg;
    private final Slots agreement;
    private final Map<String, double[]> figures = new TreeMap<>();

    /** One value for each query. */
    private record Slots(double[] values) {
        static Slots named(String name, int queries, Map<String, double[]> figures) {
            double[] values = new double[queries];
            Arrays.fill(values, Double.NaN);
            figures.put(name, values);
            return new Slots(values);
        }
    }

    private record LabelSlots(
            int[] codes, Slots precision, Slots hit, Slots first, Slots ceiling, Slots averagePrecision) {}

    private record VoteSlots(int[] codes, Slots vote) {}

    private final List<VoteSlots> votes = new ArrayList<>();

    RelevanceScorer(LabelledItems items, int[] gallery, int queries) {
        this.items = items;
        this.gallery = gallery;
        items.scoredLabels()
                .forEach((name, codes) -> labels.add(new LabelSlots(
                        codes,
                        Slots.named(FigureNames.PRECISION + name, queries, figures),
                        Slots.named(FigureNames.HIT + name, queries, figures),
                        Slots.named(FigureNames.FIRST + name, queries, figures),
                        Slots.named(FigureNames.CEILING + name, queries, figures),
                        Slots.named(FigureNames.AVERAGE_PRECISION + name, queries, figures))));
        items.labels()
                .forEach((name, codes) ->
                        votes.add(new VoteSlots(codes, Slots.named(FigureNames.VOTE + name, queries, figures))));
        this.kind = items.label(items.kind());
        for (int least : FigureNames.FREQUENCIES) {
            byFrequency.put(least, Slots.named(FigureNames.byFrequency(items.kind(), least), queries, figures));
        }
        this.details = items.details().stream().map(items::label).toArray(int[][]::new);
        this.ndcg = Slots.named(FigureNames.NDCG, queries, figures);
        this.agreement = Slots.named(FigureNames.AGREEMENT, queries, figures);
    }

    /** Name to the value of each query; not a number where it cannot be scored. */
    Map<String, double[]> figures() {
        return figures;
    }

    Neighbours score(int slot, int query, float[] scores, int from) {
        RankedGallery ranked = RankedGallery.of(scores, from, gallery, items.groups(), query);
        for (LabelSlots label : labels) {
            score(label, slot, query, ranked);
        }
        for (VoteSlots vote : votes) {
            elect(vote, slot, query, ranked);
        }
        if (kind[query] != LabelledItems.UNKNOWN) {
            ndcg.values[slot] = gain(query, ranked);
            agreement.values[slot] = agreement(query, ranked);
        }
        return answers(ranked);
    }

    private void score(LabelSlots label, int slot, int query, RankedGallery ranked) {
        int code = label.codes[query];
        if (code == LabelledItems.UNKNOWN) {
            return;
        }
        int right = 0;
        int rightOfFive = 0;
        double precisions = 0;
        boolean first = false;
        for (int rank = 0; rank < ranked.size(); rank++) {
            if (label.codes[gallery[ranked.place(rank)]] == code) {
                right++;
                precisions += (double) right / (rank + 1);
                rightOfFive += rank < NEAREST ? 1 : 0;
                first |= rank == 0;
            }
        }
        if (right == 0) {
            return; // the gallery holds no right answer
        }
        label.precision.values[slot] = (double) rightOfFive / NEAREST;
        if (label.codes == kind) {
            byFrequency.floorEntry(right).getValue().values[slot] = label.precision.values[slot];
        }
        label.hit.values[slot] = rightOfFive > 0 ? 1 : 0;
        label.first.values[slot] = first ? 1 : 0;
        label.ceiling.values[slot] = (double) Math.min(right, NEAREST) / NEAREST;
        label.averagePrecision.values[slot] = precisions / right;
    }

    /** Ties go to the nearest voter. */
    private void elect(VoteSlots vote, int slot, int query, RankedGallery ranked) {
        if (vote.codes[query] == LabelledItems.UNKNOWN || ranked.size() == 0) {
            return;
        }
        int elected = LabelledItems.UNKNOWN;
        float most = 0;
        int voters = Math.min(NEAREST, ranked.size());
        for (int candidate = 0; candidate < voters; candidate++) {
            int code = vote.codes[gallery[ranked.place(candidate)]];
            float sum = 0;
            for (int voter = 0; voter < voters; voter++) {
                boolean forCandidate = vote.codes[gallery[ranked.place(voter)]] == code;
                sum += forCandidate ? Math.max(ranked.score(voter), LEAST_VOTE) : 0;
            }
            if (code != LabelledItems.UNKNOWN && sum > most) {
                most = sum;
                elected = code;
            }
        }
        vote.vote.values[slot] = elected == vote.codes[query] ? 1 : 0;
    }

    private double gain(int query, RankedGallery ranked) {
        int[] counts = new int[details.length + 2];
        double got = 0;
        for (int rank = 0; rank < ranked.size(); rank++) {
            int grade = grade(query, gallery[ranked.place(rank)]);
            counts[grade]++;
            got += rank < NEAREST ? discounted(grade, rank) : 0;
        }
        double ideal = 0;
        int rank = 0;
        for (int grade = counts.length - 1; grade > 0; grade--) {
            for (int i = 0; i < counts[grade] && rank < NEAREST; i++) {
                ideal += discounted(grade, rank++);
            }
        }
        return ideal == 0 ? Double.NaN : got / ideal;
    }

    private int grade(int query, int row) {
        if (kind[row] != kind[query]) {
            return 0;
        }
        int grade = 1;
        for (int[] detail : details) {
            grade += detail[query] != LabelledItems.UNKNOWN && detail[row] == detail[query] ? 1 : 0;
        }
        return grade;
    }

    private static double discounted(int grade, int rank) {
        return ((1 << grade) - 1) * Math.log(2) / Math.log(rank + 2);
    }

    private double agreement(int query, RankedGallery ranked) {
        int known = 1;
        double shared = shared(kind, query, ranked);
        for (int[] detail : details) {
            if (detail[query] != LabelledItems.UNKNOWN) {
                known++;
                shared += shared(detail, query, ranked);
            }
        }
        return shared / known;
    }

    private double shared(int[] codes, int query, RankedGallery ranked) {
        int count = 0;
        for (int rank = 0; rank < Math.min(NEAREST, ranked.size()); rank++) {
            count += codes[gallery[ranked.place(rank)]] == codes[query] ? 1 : 0;
        }
        return (double) count / NEAREST;
    }

    private Neighbours answers(RankedGallery ranked) {
        int count = Math.min(NEAREST, ranked.size());
        int[] rows = new int[count];
        float[] scores = new float[count];
        for (int rank = 0; rank < count; rank++) {
            rows[rank] = gallery[ranked.place(rank)];
            scores[rank] = ranked.score(rank);
        }
        return new Neighbours(rows, scores);
    }
}
