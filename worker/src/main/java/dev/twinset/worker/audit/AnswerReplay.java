package dev.twinset.worker.audit;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.audit.FeatureLog.Searched;
import dev.twinset.worker.audit.Verdict.Difference;
import dev.twinset.worker.audit.Verdict.Equal;
import dev.twinset.worker.audit.Verdict.NotEqual;
import dev.twinset.worker.audit.Verdict.NotRepeatable;
import dev.twinset.worker.reference.ImageReferences;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** Repeats published answers from the log (guarantee G5). */
public final class AnswerReplay {
    /** A query's feature is extracted anew, and other kernels of other processors may round otherwise. */
    private static final float QUERY_TOLERANCE = 1e-5f;

    private final CommittedRecords records;
    private final Topics topics;
    private final PublishedAnswers answers;
    private final FeatureLog features;
    private final QueryFeatures queries;

    /**
     * @param model of the answers, opened for those to queries
     * @param references for queries whose images are elsewhere
     */
    public AnswerReplay(
            CommittedRecords records, Topics topics, Supplier<FeatureExtractor> model, ImageReferences references) {
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/audit");
        this.records = records;
        this.topics = topics;
        this.answers = new PublishedAnswers(records, topics, codec);
        this.features = new FeatureLog(records, topics, codec);
        this.queries = new QueryFeatures(records, topics, codec, model, references);
    }

    /**
     * The last answer of each model.
     *
     * @param id of an item, a query or an event
     * @throws IOException if there is none, or Kafka refuses
     */
    public List<Recommendations> answers(String id) throws IOException, InterruptedException {
        return answers.of(id);
    }

    /** Searches again what the answer's snapshot names, and compares. */
    public Verdict repeat(Recommendations answer) throws IOException, InterruptedException {
        if (!answer.snapshot().exact()) {
            return new NotRepeatable(
                    "a search engine looked for its items approximately: an exact search may find others");
        }
        String changelog = topics.features(answer.model());
        if (!records.exists(changelog)) {
            return new NotRepeatable("the topic " + changelog + " with the features of its model is gone");
        }
        Searched searched = features.searched(answer);
        long gone = answer.snapshot().items() - searched.items().size();
        if (gone > 0) {
            // each of those that are left counted then: an item's last record before an offset outlives the others
            return new NotRepeatable("of the " + answer.snapshot().items() + " items that were searched " + gone
                    + (gone == 1 ? " has" : " have") + " changed since, and " + changelog
                    + " was compacted past what they were");
        }
        boolean upload = !searched.asked().isEmpty();
        try {
            List<float[]> asked = upload ? searched.asked() : List.of(queries.feature(answer));
            List<Difference> differences = List.of();
            for (float[] vector : asked) {
                differences = SearchAgain.differences(
                        answer, upload, vector, searched.items().values(), upload ? 0 : QUERY_TOLERANCE);
                if (differences.isEmpty()) {
                    return new Equal(searched.items().size());
                }
            }
            int described = searched.describedSince().size();
            if (described > 0) {
                return new NotRepeatable("of " + described + (described == 1 ? " item" : " items")
                        + " something was said since, and " + topics.attributes()
                        + " may have been compacted past what was said before");
            }
            return new NotEqual(differences);
        } catch (QueryFeatures.GoneException e) {
            return new NotRepeatable(String.valueOf(e.getMessage()));
        }
    }
}
