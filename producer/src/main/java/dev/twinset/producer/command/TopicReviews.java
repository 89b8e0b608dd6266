package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import dev.twinset.producer.topics.TopicDiff;
import java.util.List;
import java.util.Locale;

/**
 * What is printed when topics were set up.
 *
 * @param dryRun whether nothing of it was done
 */
record TopicReviews(List<TopicDiff> reviews, boolean dryRun) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    TopicReviews {
        reviews = List.copyOf(reviews);
    }

    boolean right() {
        return reviews.stream().noneMatch(TopicDiff::broken);
    }

    String text() {
        int width = reviews.stream()
                .mapToInt(review -> review.topic().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (TopicDiff review : reviews) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-13s  %-" + width + "s  %d partitions, %d %s%n",
                    verb(review),
                    review.topic(),
                    review.partitions(),
                    review.replication(),
                    review.replication() == 1 ? "copy" : "copies"));
            review.done().forEach(done -> line(text, done));
            review.left().forEach(left -> line(text, left));
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String sentence) {
        text.append("    ").append(Terminal.printable(sentence)).append(System.lineSeparator());
    }

    private String verb(TopicDiff review) {
        return switch (review.state()) {
            case CREATED -> dryRun ? "would create" : "created";
            case ALTERED -> dryRun ? "would alter" : "altered";
            case KEPT -> review.left().isEmpty() ? "is right" : review.broken() ? "IS WRONG" : "could be";
        };
    }

    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("dryRun", dryRun);
        json.put("right", right());
        ArrayNode topics = json.putArray("topics");
        for (TopicDiff review : reviews) {
            ObjectNode topic = topics.addObject()
                    .put("topic", review.topic())
                    .put("state", review.state().name().toLowerCase(Locale.ROOT))
                    .put("partitions", review.partitions())
                    .put("replication", review.replication())
                    .put("broken", review.broken());
            ArrayNode done = topic.putArray("done");
            review.done().forEach(done::add);
            ArrayNode left = topic.putArray("left");
            review.left().forEach(left::add);
        }
        return json.toString();
    }
}
