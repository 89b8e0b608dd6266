package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.producer.answer.Answer;
import java.util.List;
import java.util.Locale;

/** Answers as text for people and as JSON for machines. */
final class AnswerPrinter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ID_WIDTH = 16;

    private AnswerPrinter() {}

    /** {@code 10017 10093 0.982 (97 %) 10401 0.977 (96 %) ...}, one line. */
    static String row(Answer answer) {
        StringBuilder row = new StringBuilder(padded(answer.itemId()));
        if (answer instanceof Answer.Recommended recommended) {
            List<Recommendation> alike = recommended.recommendations().recommendations();
            if (alike.isEmpty()) {
                row.append("  nothing to compare with yet");
            }
            for (Recommendation one : alike) {
                row.append("  ")
                        .append(Terminal.printable(one.itemId()))
                        .append(String.format(Locale.ROOT, " %.3f", one.score()));
                one.match().ifPresent(match -> row.append(String.format(Locale.ROOT, " (%2.0f %%)", 100 * match)));
            }
        } else if (answer instanceof Answer.Rejected rejected) {
            row.append("  rejected: ").append(reason(rejected.image()));
        } else {
            row.append("  deleted");
        }
        return row.toString();
    }

    /** A small table of ranks, or the reason of the rejection. */
    static String table(Answer answer) {
        if (answer instanceof Answer.Recommended recommended) {
            List<Recommendation> alike = recommended.recommendations().recommendations();
            boolean calibrated = alike.stream().anyMatch(one -> one.match().isPresent());
            StringBuilder table = new StringBuilder(String.format(
                    Locale.ROOT, "%4s  %-16s  %-6s%s", "rank", "item", "score", calibrated ? "  same kind" : ""));
            for (Recommendation one : alike) {
                table.append(System.lineSeparator())
                        .append(String.format(
                                Locale.ROOT, "%4d  %s  %.4f", one.rank(), padded(one.itemId()), one.score()));
                one.match().ifPresent(match -> table.append(String.format(Locale.ROOT, "  %7.0f %%", 100 * match)));
            }
            if (alike.isEmpty()) {
                table.append(System.lineSeparator()).append("the catalogue is empty: nothing to compare with");
            }
            return table.toString();
        }
        return answer instanceof Answer.Rejected rejected ? "rejected: " + reason(rejected.image()) : "deleted";
    }

    /** One line: a result as it was received, else an object with the status {@code rejected} or {@code deleted}. */
    static String json(Answer answer) {
        if (answer instanceof Answer.Recommended recommended) {
            return recommended.json();
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("itemId", answer.itemId());
        if (answer instanceof Answer.Rejected rejected) {
            RejectedImage image = rejected.image();
            json.put("status", "rejected");
            json.put("reason", image.rejection().reason().name());
            json.put("detail", image.rejection().detail());
            json.put("topic", image.topic());
            json.put("partition", image.partition());
            json.put("offset", image.offset());
            json.put("sha256", image.sha256());
        } else {
            json.put("status", "deleted");
        }
        return json.toString();
    }

    private static String reason(RejectedImage image) {
        return image.rejection().reason() + ", "
                + Terminal.printable(image.rejection().detail());
    }

    private static String padded(String id) {
        return String.format(Locale.ROOT, "%-" + ID_WIDTH + "s", Terminal.printable(id));
    }
}
