package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import dev.twinset.producer.publish.PublishReport;
import dev.twinset.producer.publish.Unpublished;
import java.util.Locale;

/**
 * What is printed when publishing ends.
 *
 * @param resumable whether there is a state file
 */
record PublishOutcome(PublishReport report, boolean resumable) {
    private static final int LISTED = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    String text() {
        StringBuilder text = new StringBuilder();
        for (String notice : report.notices().stream().limit(LISTED).toList()) {
            text.append(Terminal.printable("note: " + notice)).append(System.lineSeparator());
        }
        int others = report.notices().size() - LISTED;
        if (others > 0) {
            text.append("note: ")
                    .append(others)
                    .append(" more (--json lists all)")
                    .append(System.lineSeparator());
        }
        for (Unpublished one : report.unpublished().stream().limit(LISTED).toList()) {
            text.append(Terminal.printable("not published: " + one.itemId() + ": " + one.image() + ": " + one.reason()))
                    .append(System.lineSeparator());
        }
        int more = report.unpublished().size() - LISTED;
        if (more > 0) {
            text.append("not published: ").append(more).append(" more (--json lists all)");
            text.append(System.lineSeparator());
        }
        text.append(String.format(
                Locale.ROOT,
                "%s: %,d of %,d images acknowledged in %.1f s (%,.0f images/s, %.1f MB)",
                report.interrupted() ? "interrupted" : "published",
                report.acknowledged(),
                report.items(),
                report.elapsed().toNanos() / 1e9,
                report.imagesPerSecond(),
                report.bytes() / 1e6));
        if (report.resumed() > 0) {
            text.append(String.format(Locale.ROOT, ", %,d were so already", report.resumed()));
        }
        if (!report.unpublished().isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, ", %,d not published", report.unpublished().size()));
        }
        if (report.interrupted() && resumable) {
            text.append("; run the same command with --resume to continue");
        }
        return text.toString();
    }

    String json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("items", report.items());
        json.put("acknowledged", report.acknowledged());
        json.put("resumed", report.resumed());
        json.put("bytes", report.bytes());
        json.put("seconds", report.elapsed().toNanos() / 1e9);
        json.put("imagesPerSecond", report.imagesPerSecond());
        json.put("interrupted", report.interrupted());
        report.notices().forEach(json.putArray("notices")::add);
        ArrayNode unpublished = json.putArray("unpublished");
        for (Unpublished one : report.unpublished()) {
            unpublished
                    .addObject()
                    .put("itemId", one.itemId())
                    .put("image", one.image().toString())
                    .put("reason", one.reason());
        }
        return json.toString();
    }
}
