package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import java.util.List;

/**
 * The answer to one {@link Query}: a function of the items, the query and its options alone, so that anyone can repeat
 * it.
 *
 * <ol>
 *   <li><b>Ranking.</b> All live items but the one that asks that satisfy the filter and reach the score threshold, by
 *       {@link Cosine#score} with the query descending, then by id ({@link String#compareTo}: what any Java reader can
 *       repeat without decoding). It ends after {@link AnswerOptions#MOST_RANKED} items.
 *   <li><b>Walk</b> over the ranking, from the best on. If an item asks, whatever scores {@link Cosine#COPY} or more is
 *       a copy of it, and no result. Any other item that scores this with a result is a copy of that result, the first
 *       of them. Any other item of whose value of {@code groupBy} there are {@code groupSize} results is passed over;
 *       items without this attribute, or with an empty one, are in no group. Any other item is the next result. The
 *       walk ends where there would be more than {@code limit} results; 4 times as many if there is {@code diversity}.
 *   <li><b>Diversity</b> d above 0: {@code limit} of the results, taken one after the other: each time the one with the
 *       highest {@code (1 - d) * score - d * s}, {@code s} its highest score with those taken before, 0 if none was; in
 *       doubles, the first in the ranking of equal ones. They keep the order in which they were taken.
 *   <li><b>Fallback</b>, if it is asked for and there are fewer results than {@code limit}: the walk goes on, over the
 *       ranking of the items that reach the threshold and that the filter excludes, until there would be more than
 *       {@code limit}. Copies and groups count the results of both walks. Its results follow the others.
 * </ol>
 *
 * @param items best first
 * @param copies of the item that asks
 * @param floor an item that scores less, or one that scored less and is gone, does not change the answer; -1 if any may
 */
public record Found(List<FoundItem> items, Copies copies, double floor) {
    public Found {
        items = List.copyOf(items);
        requireNonNull(copies, "copies is null");
    }
}
