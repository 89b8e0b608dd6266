package dev.twinset.producer.gallery;

import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.OptionFault;
import dev.twinset.producer.gallery.http.HttpException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks what looks like an item now, with the picture that was uploaded of it. Publishes no item. Any thread. */
final class LookAgain {
    private static final String LIMIT = "limit";

    private final Items items;
    private final OpenQueries questions;

    LookAgain(Items items, OpenQueries questions) {
        this.items = items;
        this.questions = questions;
    }

    /**
     * The answer without the item itself, which the catalogue holds.
     *
     * @param options by the names of {@link AnswerOptions}
     * @throws HttpException 404 if its upload is not there, 422 if workers would refuse the options
     * @throws IOException if its upload cannot be read from Kafka
     */
    Answer ask(String id, Map<String, String> options) throws HttpException, IOException, InterruptedException {
        ImageUploaded upload = items.upload(id)
                .orElseThrow(() ->
                        new HttpException(404, "the upload of this item is not in Kafka any more: upload it again"));
        Optional<OptionFault> fault = OptionFault.ofQuery(options, upload.attributes());
        if (fault.isPresent()) {
            throw new HttpException(422, fault.get().sentence(fault.get().option()));
        }
        int limit =
                Optional.ofNullable(options.get(LIMIT)).map(Integer::valueOf).orElse(AnswerOptions.DEFAULT.limit());
        Map<String, String> oneMore = new TreeMap<>(options);
        oneMore.put(LIMIT, Integer.toString(Math.min(AnswerOptions.MOST_ITEMS, limit + 1)));
        Answer answer = questions.ask(upload.image(), upload.attributes(), oneMore);
        return answer instanceof Answer.Recommended recommended
                ? new Answer.Recommended(
                        without(id, recommended.recommendations(), limit),
                        recommended.timestamp(),
                        recommended.causeTime(),
                        recommended.json())
                : answer;
    }

    /**
     * As the item's own answer would be: of its copies, one would else stand in the answer with the item among them.
     */
    static Recommendations without(String id, Recommendations answer, int limit) {
        List<Recommendation> others = new ArrayList<>();
        Copies copies = without(id, answer.copies());
        for (Recommendation one : answer.recommendations()) {
            if (one.itemId().equals(id)) {
                copies = one.copies();
            } else if (one.copies().itemIds().contains(id)) {
                List<String> ids = new ArrayList<>(without(id, one.copies()).itemIds());
                ids.add(one.itemId());
                ids.sort(Comparator.naturalOrder());
                copies = new Copies(
                        ids.subList(0, Math.min(Copies.MOST_NAMED, ids.size())),
                        one.copies().more() + Math.max(0, ids.size() - Copies.MOST_NAMED));
            } else if (others.size() < limit) {
                others.add(new Recommendation(
                        others.size() + 1,
                        one.itemId(),
                        one.score(),
                        one.match(),
                        one.copies(),
                        one.fallback(),
                        one.why()));
            }
        }
        return new Recommendations(
                id,
                answer.eventId(),
                answer.model(),
                answer.options(),
                copies,
                answer.looksLike(),
                answer.cause(),
                others,
                answer.snapshot());
    }

    private static Copies without(String id, Copies copies) {
        return new Copies(
                copies.itemIds().stream().filter(other -> !other.equals(id)).toList(), copies.more());
    }
}
