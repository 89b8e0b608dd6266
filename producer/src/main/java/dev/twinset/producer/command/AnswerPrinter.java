package dev.twinset.producer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Terminal;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Why;
import dev.twinset.producer.answer.Answer;
import dev.twinset.producer.answer.WhyWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers as text for people and as JSON for machines. */
final class AnswerPrinter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ID_WIDTH = 16;

    private AnswerPrinter() {}

    /** {@code 10017 10093 0.982 (97 %) 10401 0.977 (96 %) ...}, one line, and one for each reason that it gives. */
    static String row(Answer answer) {
        StringBuilder row = new StringBuilder(padded(answer.itemId()));
        if (answer instanceof Answer.Recommended recommended) {
            Recommendations all = recommended.recommendations();
            all.cause()
                    .ifPresent(cause -> row.append("  afresh: ")
                            .append(Terminal.printable(cause.itemId()))
                            .append(' ')
                            .append(cause.change()));
            row.append(copies(all.copies()));
            if (all.recommendations().isEmpty()) {
                row.append("  ").append(nothing(all));
            }
            for (Recommendation one : all.recommendations()) {
                row.append("  ")
                        .append(Terminal.printable(one.itemId()))
                        .append(String.format(Locale.ROOT, " %.3f", one.score()));
                one.match().ifPresent(match -> row.append(String.format(Locale.ROOT, " (%2.0f %%)", 100 * match)));
                row.append(one.fallback() ? " fallback" : "").append(copies(one.copies()));
            }
            for (Recommendation one : all.recommendations()) {
                reason(one, all)
                        .ifPresent(why -> row.append(System.lineSeparator())
                                .append("  ")
                                .append(padded(one.itemId()))
                                .append("  ")
                                .append(why));
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
            return table(recommended.recommendations());
        }
        return answer instanceof Answer.Rejected rejected ? "rejected: " + reason(rejected.image()) : "deleted";
    }

    private static String table(Recommendations all) {
        List<Recommendation> alike = all.recommendations();
        boolean calibrated = alike.stream().anyMatch(one -> one.match().isPresent());
        List<String> lines = new ArrayList<>();
        if (!all.looksLike().isEmpty()) {
            lines.add("taken for " + takenFor(all.looksLike()));
        }
        if (!all.copies().equals(Copies.NONE)) {
            lines.add("the same image" + copies(all.copies()));
        }
        lines.add(String.format(
                Locale.ROOT, "%4s  %-16s  %-6s%s", "rank", "item", "score", calibrated ? "  same kind" : ""));
        for (Recommendation one : alike) {
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "%4d  %s  %.4f", one.rank(), padded(one.itemId()), one.score()));
            one.match().ifPresent(match -> line.append(String.format(Locale.ROOT, "  %7.0f %%", 100 * match)));
            lines.add(line.append(one.fallback() ? "  fallback" : "")
                    .append(copies(one.copies()))
                    .toString());
            reason(one, all).ifPresent(why -> lines.add("      " + why));
        }
        if (alike.isEmpty()) {
            lines.add(nothing(all));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String nothing(Recommendations all) {
        return all.snapshot().items() == 0 || all.options().equals(AnswerOptions.DEFAULT)
                ? "the catalogue is empty: nothing to compare with"
                : "no other item is as it was asked for";
    }

    /** {@code = 10042, 10088 and 3 more}. */
    private static String copies(Copies copies) {
        if (copies.equals(Copies.NONE)) {
            return "";
        }
        return "  = " + Terminal.printable(String.join(", ", copies.itemIds()))
                + (copies.more() == 0 ? "" : " and " + copies.more() + " more");
    }

    /** {@code look ######## 0.38 kind ####### 0.34 (same kind)}: a mark for every 0.05. */
    private static Optional<String> reason(Recommendation one, Recommendations all) {
        return one.why().map(why -> {
            StringBuilder text = new StringBuilder();
            why.parts()
                    .forEach((name, part) -> text.append(Why.word(name))
                            .append(' ')
                            .append("#".repeat((int) Math.round(Math.max(0, part.doubleValue()) * 20)))
                            .append(String.format(Locale.ROOT, " %.2f  ", part)));
            return Terminal.printable(text + WhyWords.of(why, all.looksLike())).strip();
        });
    }

    private static String takenFor(Map<String, String> looksLike) {
        return Terminal.printable(new TreeMap<>(looksLike)
                .entrySet().stream()
                        .map(one -> Why.word(one.getKey()) + " " + one.getValue())
                        .collect(Collectors.joining(", ")));
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
